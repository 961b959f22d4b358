import { deleteSnapshotGroupFlow } from '../../../services/volume-snapshots/groups/delete-group.js';
import { defineAsync } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';
import { DELETION_SCOPE } from './deletion-scope.js';
import { deleteSnapshotGroupResult } from './group-results.js';

export const deleteVolumeSnapshotGroup = defineAsync({
  name: 'DeleteVolumeSnapshotGroup',
  family: 'volume-snapshots',
  method: 'DELETE',
  paths: ['/v1/volume-snapshots/group/{uuid}'],
  auth: true,
  summary: 'Deletes the snapshots of a group, each as DeleteVolumeSnapshot does',
  params: {
    uuid: requiredText({
      resourceType: 'VolumeSnapshotGroup',
      mayBeMissing: true,
      checkAccount: true,
    }),
    deleteMode: deleteMode(),
    ...DELETION_SCOPE,
  },
  returns: { results: deleteSnapshotGroupResult.array() },
  flow: deleteSnapshotGroupFlow,
  check: () => undefined,
  context: (_world, { params: { uuid, scope, direction } }) => ({
    groupUuid: uuid,
    how: { scope, direction },
  }),
  // Of a group that was not there nothing is told.
  result: (_world, { results }) => (results === undefined ? {} : { results }),
});
