import { zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { zoneOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { zoneResult } from '../../inventory-of.js';
import { optionalFlag, optionalText, requiredText } from '../../params.js';
import { ZONE_NAME } from './zone-name.js';

export const updateZone = defineCommand({
  name: 'UpdateZone',
  family: 'zones',
  method: 'PUT',
  paths: ['/v1/zones/{uuid}/actions'],
  bodyKey: 'updateZone',
  adminOnly: true,
  summary: 'Changes the name or description of a zone, or makes it the default',
  params: {
    name: optionalText({ maxLength: 255, regex: ZONE_NAME }),
    description: optionalText({ maxLength: 2048 }),
    uuid: requiredText({ resourceType: 'Zone' }),
    isDefault: optionalFlag(),
  },
  returns: { inventory: zoneInventory },
  run({ world, params, now }) {
    const { zones } = world.repositories;
    const zone = zoneOf(world, params.uuid);
    if (params.isDefault) {
      for (const each of zones.list()) zones.update(each, { isDefault: false }, now);
    }
    const { name, description, isDefault } = params;
    whenGiven({ name, description, isDefault }, (told) => zones.update(zone, told, now));
    return { uuid: zone.uuid };
  },
  result: zoneResult,
});
