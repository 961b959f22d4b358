import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const deleteVolumeQos = defineCommand({
  name: 'DeleteVolumeQos',
  family: 'volumes',
  method: 'DELETE',
  paths: ['/v1/volumes/{uuid}/qos'],
  summary: 'Takes the limits of a volume away',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  },
  returns: { inventory: volumeInventory },
  run({ world, params: { uuid }, now }) {
    world.repositories.volumes.update(volumeOf(world, uuid), { volumeQos: null }, now);
    return { volumeUuid: uuid };
  },
  result: volumeResult,
});
