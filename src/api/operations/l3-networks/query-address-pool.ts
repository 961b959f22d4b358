import {
  addressPoolInventory,
  toTypedIpRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryAddressPool = defineQuery({
  name: 'QueryAddressPool',
  family: 'l3-networks',
  paths: ['/v1/l3-networks/address-pools', '/v1/l3-networks/address-pools/{uuid}'],
  summary: 'Finds ranges whose addresses VMs do not get by themselves',
  returns: { inventories: addressPoolInventory.array() },
  entity: 'addresspool',
  of: (queries) => queries.addressPools,
  toInventory: toTypedIpRangeInventory,
});
