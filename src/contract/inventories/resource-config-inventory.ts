import type * as z from 'zod';
import { findGlobalConfig, type ResourceConfig } from '../../domain/global-config.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, text, timestamp, uuid } from './inventory.js';

export const resourceConfigInventory = inventory(
  'org.zstack.resourceconfig.ResourceConfigInventory',
  {
    uuid,
    name: text,
    description: text,
    category: text,
    resourceUuid: uuid,
    resourceType: text,
    value: text,
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export const toResourceConfigInventory = (
  config: ResourceConfig,
): z.infer<typeof resourceConfigInventory> => ({
  uuid: config.uuid,
  name: config.name,
  description: findGlobalConfig(config.category, config.name)?.description ?? '',
  category: config.category,
  resourceUuid: config.resourceUuid,
  resourceType: config.resourceType,
  value: config.value,
  createDate: toTimestamp(config.createDate),
  lastOpDate: toTimestamp(config.lastOpDate),
});
