import {
  toL3NetworkInventory,
  l3NetworkInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryL3Network = defineQuery({
  name: 'QueryL3Network',
  family: 'l3-networks',
  paths: ['/v1/l3-networks', '/v1/l3-networks/{uuid}'],
  summary: 'Finds networks of layer 3, with what belongs to them',
  returns: { inventories: l3NetworkInventory.array() },
  entity: 'l3network',
  of: (queries) => queries.l3Networks,
  toInventory: toL3NetworkInventory,
});
