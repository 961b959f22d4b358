import { deleteSnapshot } from '../../../services/volume-snapshots/delete-snapshot.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';
import { DELETION_SCOPE } from './deletion-scope.js';

export const deleteVolumeSnapshot = defineCommand({
  name: 'DeleteVolumeSnapshot',
  family: 'volume-snapshots',
  method: 'DELETE',
  paths: ['/v1/volume-snapshots/{uuid}'],
  summary: 'Deletes a snapshot with all that descend from it; the volume keeps its content',
  params: {
    uuid: requiredText({ resourceType: 'VolumeSnapshot', mayBeMissing: true, checkAccount: true }),
    deleteMode: deleteMode(),
    ...DELETION_SCOPE,
  },
  returns: {},
  run({ world, params }) {
    const snapshot = world.repositories.volumeSnapshots.find(params.uuid);
    const { scope, direction } = params;
    if (snapshot) deleteSnapshot(world, snapshot, { scope, direction });
  },
});
