import {
  toAnyL2NetworkInventory,
  anyL2NetworkInventory,
} from '../../../contract/inventories/l2-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryL2Network = defineQuery({
  name: 'QueryL2Network',
  family: 'l2-networks',
  paths: ['/v1/l2-networks', '/v1/l2-networks/{uuid}'],
  summary: 'Finds networks of layer 2',
  returns: { inventories: anyL2NetworkInventory.array() },
  entity: 'l2network',
  of: (queries) => queries.l2Networks,
  toInventory: toAnyL2NetworkInventory,
});
