import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const syncVolumeSize = defineCommand({
  name: 'SyncVolumeSize',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'syncVolumeSize',
  summary: 'Asks the primary storage how large a volume is',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  },
  returns: { inventory: volumeInventory },
  run({ world, params, now }) {
    const volume = volumeOf(world, params.uuid);
    // One that lies nowhere is answered as it is.
    if (volume.status !== 'Ready') return { volumeUuid: volume.uuid };
    // The sizes are kept in step here: only the date of the look changes.
    world.repositories.volumes.update(volume, {}, now);
    return { volumeUuid: volume.uuid };
  },
  result: volumeResult,
});
