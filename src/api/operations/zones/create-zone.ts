import { zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { zoneResult } from '../../inventory-of.js';
import {
  CREATE_PARAMS,
  optionalChoice,
  optionalFlag,
  optionalText,
  requiredText,
} from '../../params.js';
import { ZONE_NAME } from './zone-name.js';
import { writeTags } from '../../../services/tags/write-tags.js';

export const createZone = defineCommand({
  name: 'CreateZone',
  family: 'zones',
  method: 'POST',
  paths: ['/v1/zones'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes a zone',
  params: {
    name: requiredText({ maxLength: 255, regex: ZONE_NAME }),
    description: optionalText({ maxLength: 2048 }),
    type: optionalChoice(['zstack']),
    isDefault: optionalFlag(),
    ...CREATE_PARAMS,
  },
  returns: { inventory: zoneInventory },
  run({ world, params, systemTags, userTags, tagUuids, now }) {
    const { zones } = world.repositories;
    const uuid = newUuid(world, params.resourceUuid);
    const isDefault = params.isDefault ?? false;
    if (isDefault) {
      for (const other of zones.list()) zones.update(other, { isDefault: false }, now);
    }
    zones.insert({
      uuid,
      name: params.name,
      description: params.description,
      state: 'Enabled',
      type: 'zstack',
      isDefault,
      createDate: now,
      lastOpDate: now,
    });
    writeTags(world, 'ZoneVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: zoneResult,
});
