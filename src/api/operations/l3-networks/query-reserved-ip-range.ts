import {
  reservedIpRangeInventory,
  toReservedIpRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

/** The real system has no query API for reserved ranges: ZQL alone finds them. */
export const queryReservedIpRange = defineQuery({
  name: 'QueryReservedIpRange',
  family: 'l3-networks',
  paths: [],
  summary: 'Finds reserved ranges of addresses',
  returns: { inventories: reservedIpRangeInventory.array() },
  entity: 'reservediprange',
  of: (queries) => queries.reservedIpRanges,
  toInventory: toReservedIpRangeInventory,
});
