import { toVipInventory, vipInventory } from '../../../contract/inventories/vip-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVip = defineQuery({
  name: 'QueryVip',
  family: 'vips',
  paths: ['/v1/vips', '/v1/vips/{uuid}'],
  summary: 'Finds VIPs, with what they are used for',
  returns: { inventories: vipInventory.array() },
  entity: 'vip',
  of: (queries) => queries.vips,
  toInventory: toVipInventory,
});
