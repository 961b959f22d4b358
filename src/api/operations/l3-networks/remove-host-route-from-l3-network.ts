import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { checkKnownRoute } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const removeHostRouteFromL3Network = defineCommand({
  name: 'RemoveHostRouteFromL3Network',
  family: 'l3-networks',
  method: 'DELETE',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/hostroute'],
  summary: 'Takes a route from a network',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    prefix: requiredText(),
  },
  returns: { inventory: l3NetworkInventory },
  check: (world, { params }) => checkKnownRoute(world, params.l3NetworkUuid, params.prefix),
  run({ world, params: { l3NetworkUuid, prefix } }) {
    world.repositories.l3Networks.removeHostRoute(l3NetworkUuid, prefix);
    return { l3NetworkUuid };
  },
  result: l3NetworkResult,
});
