import {
  toIpRangeInventory,
  ipRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryIpRange = defineQuery({
  name: 'QueryIpRange',
  family: 'l3-networks',
  paths: ['/v1/l3-networks/ip-ranges', '/v1/l3-networks/ip-ranges/{uuid}'],
  summary: 'Finds ranges of addresses',
  returns: { inventories: ipRangeInventory.array() },
  entity: 'iprange',
  of: (queries) => queries.ipRanges,
  toInventory: toIpRangeInventory,
});
