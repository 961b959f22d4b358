import { toZoneInventory, zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { defineSync } from '../../define-operation.js';
import { optionalText } from '../../params.js';

export const getZone = defineSync({
  name: 'GetZone',
  family: 'zones',
  method: 'GET',
  paths: ['/v1/zones/{uuid}/info'],
  auth: true,
  adminOnly: true,
  summary: 'Answers one zone',
  params: { uuid: optionalText() },
  returns: { inventories: zoneInventory.array() },
  run(world, { uuid }) {
    const zone = uuid === null ? undefined : world.repositories.zones.find(uuid);
    return { inventories: zone ? [toZoneInventory(zone)] : [] };
  },
});
