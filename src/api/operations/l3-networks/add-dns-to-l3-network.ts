import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { checkNewDns } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const addDnsToL3Network = defineCommand({
  name: 'AddDnsToL3Network',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/dns'],
  bodyKey: 'params',
  summary: 'Adds a name server to a network',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    dns: requiredText(),
  },
  returns: { inventory: l3NetworkInventory },
  check: (world, { params }) => checkNewDns(world, params.l3NetworkUuid, params.dns),
  run({ world, params: { l3NetworkUuid, dns }, now }) {
    checkNewDns(world, l3NetworkUuid, dns);
    const dates = { createDate: now, lastOpDate: now };
    world.repositories.l3Networks.insertDns({ l3NetworkUuid, dns, ...dates });
    return { l3NetworkUuid };
  },
  result: l3NetworkResult,
});
