import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateVolume = defineCommand({
  name: 'UpdateVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'updateVolume',
  summary: 'Changes the name or description of a volume',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: volumeInventory },
  run({ world, params, now }) {
    const volume = volumeOf(world, params.uuid);
    const { name, description } = params;
    if (name === null && description === null) return { volumeUuid: volume.uuid };
    world.repositories.volumes.update(
      volume,
      { name: name ?? volume.name, description: description ?? volume.description },
      now,
    );
    return { volumeUuid: volume.uuid };
  },
  result: volumeResult,
});
