import { toZoneInventory, zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryZone = defineQuery({
  name: 'QueryZone',
  family: 'zones',
  paths: ['/v1/zones', '/v1/zones/{uuid}'],
  summary: 'Finds zones',
  returns: { inventories: zoneInventory.array() },
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.zones.query(query, ownerUuid);
    return { inventories: rows.map(toZoneInventory), total };
  },
});
