import { eipInventory, toEipInventory } from '../../../contract/inventories/vip-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryEip = defineQuery({
  name: 'QueryEip',
  family: 'eips',
  paths: ['/v1/eips', '/v1/eips/{uuid}'],
  summary: 'Finds EIPs',
  returns: { inventories: eipInventory.array() },
  entity: 'eip',
  of: (queries) => queries.eips,
  toInventory: toEipInventory,
});
