import { anyL2NetworkInventory } from '../../../contract/inventories/l2-network-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { l2NetworkOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { l2NetworkResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateL2Network = defineCommand({
  name: 'UpdateL2Network',
  family: 'l2-networks',
  method: 'PUT',
  paths: ['/v1/l2-networks/{uuid}/actions'],
  bodyKey: 'updateL2Network',
  summary: 'Changes the name or description of a network of layer 2',
  params: {
    uuid: requiredText({ resourceType: 'L2Network' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: anyL2NetworkInventory },
  run({ world, params: { uuid, ...change }, now }) {
    const network = l2NetworkOf(world, uuid);
    whenGiven(change, (told) => world.repositories.l2Networks.update(network, told, now));
    return { uuid };
  },
  result: l2NetworkResult,
});
