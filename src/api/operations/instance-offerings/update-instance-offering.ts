import { instanceOfferingInventory } from '../../../contract/inventories/offering-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { checkHostAllocator } from '../../../services/offerings/offerings.js';
import { instanceOfferingOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { instanceOfferingResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateInstanceOffering = defineCommand({
  name: 'UpdateInstanceOffering',
  family: 'instance-offerings',
  method: 'PUT',
  paths: ['/v1/instance-offerings/{uuid}/actions'],
  bodyKey: 'updateInstanceOffering',
  adminOnly: true,
  summary: 'Changes the name, description or allocator of an instance offering',
  params: {
    uuid: requiredText({ resourceType: 'InstanceOffering' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    allocatorStrategy: optionalText(),
  },
  returns: { inventory: instanceOfferingInventory },
  check: (_world, { params }) => checkHostAllocator(params.allocatorStrategy),
  run({ world, params: { uuid, ...change }, now }) {
    const offering = instanceOfferingOf(world, uuid);
    whenGiven(change, (told) => world.repositories.instanceOfferings.update(offering, told, now));
    return { uuid };
  },
  result: instanceOfferingResult,
});
