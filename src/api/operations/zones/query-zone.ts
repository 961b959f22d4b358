import { toZoneInventory, zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryZone = defineQuery({
  name: 'QueryZone',
  family: 'zones',
  paths: ['/v1/zones', '/v1/zones/{uuid}'],
  summary: 'Finds zones',
  returns: { inventories: zoneInventory.array() },
  entity: 'zone',
  of: (queries) => queries.zones,
  toInventory: toZoneInventory,
});
