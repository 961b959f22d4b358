import { diskOfferingInventory } from '../../../contract/inventories/offering-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { diskOfferingOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { diskOfferingResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateDiskOffering = defineCommand({
  name: 'UpdateDiskOffering',
  family: 'disk-offerings',
  method: 'PUT',
  paths: ['/v1/disk-offerings/{uuid}/actions'],
  bodyKey: 'updateDiskOffering',
  adminOnly: true,
  summary: 'Changes the name or description of a disk offering',
  params: {
    uuid: requiredText({ resourceType: 'DiskOffering' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: diskOfferingInventory },
  run({ world, params: { uuid, ...change }, now }) {
    const offering = diskOfferingOf(world, uuid);
    whenGiven(change, (told) => world.repositories.diskOfferings.update(offering, told, now));
    return { uuid };
  },
  result: diskOfferingResult,
});
