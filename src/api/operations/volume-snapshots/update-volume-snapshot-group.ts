import { volumeSnapshotGroupInventory } from '../../../contract/inventories/volume-snapshot-group-inventory.js';
import { snapshotGroupOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { snapshotGroupResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateVolumeSnapshotGroup = defineCommand({
  name: 'UpdateVolumeSnapshotGroup',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/group/{uuid}/actions'],
  bodyKey: 'updateVolumeSnapshotGroup',
  summary: 'Changes the name or description of a group of snapshots',
  params: {
    name: optionalText(),
    description: optionalText(),
    uuid: requiredText({ resourceType: 'VolumeSnapshotGroup', checkAccount: true }),
  },
  returns: { inventory: volumeSnapshotGroupInventory },
  run({ world, params, now }) {
    const group = snapshotGroupOf(world, params.uuid);
    const { name, description } = params;
    if (name !== null || description !== null) {
      world.repositories.volumeSnapshotGroups.update(
        group,
        { name: name ?? group.name, description: description ?? group.description },
        now,
      );
    }
    return { groupUuid: group.uuid };
  },
  result: snapshotGroupResult,
});
