import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { checkNewRoute } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const addHostRouteToL3Network = defineCommand({
  name: 'AddHostRouteToL3Network',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/hostroute'],
  bodyKey: 'params',
  summary: 'Adds a route that the guests of a network are told',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    prefix: requiredText(),
    nexthop: requiredText(),
  },
  returns: { inventory: l3NetworkInventory },
  check: (world, { params: { l3NetworkUuid, prefix, nexthop } }) =>
    checkNewRoute(world, l3NetworkUuid, prefix, nexthop),
  run({ world, params: { l3NetworkUuid, prefix, nexthop }, now }) {
    checkNewRoute(world, l3NetworkUuid, prefix, nexthop);
    const dates = { createDate: now, lastOpDate: now };
    world.repositories.l3Networks.insertHostRoute({ l3NetworkUuid, prefix, nexthop, ...dates });
    return { l3NetworkUuid };
  },
  result: l3NetworkResult,
});
