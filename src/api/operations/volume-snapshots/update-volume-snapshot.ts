import { volumeSnapshotInventory } from '../../../contract/inventories/volume-snapshot-inventory.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { snapshotResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateVolumeSnapshot = defineCommand({
  name: 'UpdateVolumeSnapshot',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/{uuid}/actions'],
  bodyKey: 'updateVolumeSnapshot',
  summary: 'Changes the name or description of a snapshot',
  params: {
    uuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: volumeSnapshotInventory },
  run({ world, params, now }) {
    const snapshot = snapshotOf(world, params.uuid);
    const { name, description } = params;
    if (name === null && description === null) return { snapshotUuid: snapshot.uuid };
    world.repositories.volumeSnapshots.update(
      snapshot,
      { name: name ?? snapshot.name, description: description ?? snapshot.description },
      now,
    );
    return { snapshotUuid: snapshot.uuid };
  },
  result: snapshotResult,
});
