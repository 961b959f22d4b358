import {
  toUsedIpInventory,
  usedIpInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryIpAddress = defineQuery({
  name: 'QueryIpAddress',
  family: 'l3-networks',
  paths: ['/v1/l3-networks/ip-address', '/v1/l3-networks/ip-address/{uuid}'],
  summary: 'Finds addresses that are taken',
  returns: { inventories: usedIpInventory.array() },
  entity: 'usedip',
  of: (queries) => queries.usedIps,
  toInventory: toUsedIpInventory,
});
