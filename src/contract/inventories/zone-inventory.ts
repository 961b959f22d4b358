import * as z from 'zod';
import { ZONE_STATES, type Zone } from '../../domain/zone/zone.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const zoneInventory = inventory('org.zstack.header.zone.ZoneInventory', {
  uuid,
  name: text,
  description: optionalText,
  state: z.enum(ZONE_STATES),
  type: text,
  isDefault: z.boolean(),
  createDate: timestamp,
  lastOpDate: timestamp,
});

export function toZoneInventory(zone: Zone): z.infer<typeof zoneInventory> {
  return {
    uuid: zone.uuid,
    name: zone.name,
    description: zone.description,
    state: zone.state,
    type: zone.type,
    isDefault: zone.isDefault,
    createDate: toTimestamp(zone.createDate),
    lastOpDate: toTimestamp(zone.lastOpDate),
  };
}
