import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const removeDnsFromL3Network = defineCommand({
  name: 'RemoveDnsFromL3Network',
  family: 'l3-networks',
  method: 'DELETE',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/dns/{dns}'],
  summary: 'Takes a name server from a network',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    dns: requiredText(),
  },
  returns: { inventory: l3NetworkInventory },
  run({ world, params: { l3NetworkUuid, dns } }) {
    const { l3Networks } = world.repositories;
    // Of one that is not there the real system tells nothing.
    if (!l3Networks.partsOf(l3NetworkUuid).dns.some((one) => one.dns === dns)) return {};
    l3Networks.removeDns(l3NetworkUuid, dns);
    return { l3NetworkUuid };
  },
  result: (world, outcome) =>
    outcome['l3NetworkUuid'] === undefined ? {} : l3NetworkResult(world, outcome),
});
