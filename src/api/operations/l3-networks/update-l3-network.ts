import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { L3_CATEGORIES } from '../../../domain/network/l3-network.js';
import { checkL3Change } from '../../../services/networks/l3-networks.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { optionalChoice, optionalFlag, optionalText, requiredText } from '../../params.js';

export const updateL3Network = defineCommand({
  name: 'UpdateL3Network',
  family: 'l3-networks',
  method: 'PUT',
  paths: ['/v1/l3-networks/{uuid}/actions'],
  bodyKey: 'updateL3Network',
  summary: 'Changes the name, description, domain or category of a network',
  params: {
    uuid: requiredText({ resourceType: 'L3Network' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    dnsDomain: optionalText({ maxLength: 255 }),
    category: optionalChoice(L3_CATEGORIES),
    system: optionalFlag(),
  },
  returns: { inventory: l3NetworkInventory },
  check: (world, { params }) => checkL3Change(l3NetworkOf(world, params.uuid), params),
  run({ world, params: { uuid, system, category, ...change }, now }) {
    const network = l3NetworkOf(world, uuid);
    // Only with a category anything of the two changes.
    whenGiven({ ...change, category, system: category === null ? null : system }, (told) =>
      world.repositories.l3Networks.update(network, told, now),
    );
    return { l3NetworkUuid: uuid };
  },
  result: l3NetworkResult,
});
