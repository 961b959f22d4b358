import { removeGroup } from '../../../services/volume-snapshots/groups/snapshot-group.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const ungroupVolumeSnapshotGroup = defineCommand({
  name: 'UngroupVolumeSnapshotGroup',
  family: 'volume-snapshots',
  method: 'DELETE',
  paths: ['/v1/volume-snapshots/ungroup/{uuid}'],
  summary: 'Removes a group; its snapshots stay, each by itself',
  params: {
    uuid: requiredText({
      resourceType: 'VolumeSnapshotGroup',
      mayBeMissing: true,
      checkAccount: true,
    }),
  },
  returns: {},
  run({ world, params }) {
    if (world.repositories.volumeSnapshotGroups.find(params.uuid)) removeGroup(world, params.uuid);
  },
});
