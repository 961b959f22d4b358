import { z } from 'zod';
import type { SystemTag, Tag } from '../../domain/tag/tag.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, text, timestamp, uuid } from './inventory.js';

const shape = {
  uuid,
  resourceUuid: uuid,
  resourceType: text.describe('e.g. ImageVO'),
  tag: text,
  type: z.enum(['System', 'User']),
  createDate: timestamp,
  lastOpDate: timestamp,
};

export const systemTagInventory = inventory('org.zstack.header.tag.SystemTagInventory', {
  inherent: z.boolean(),
  ...shape,
});
export const userTagInventory = inventory('org.zstack.header.tag.UserTagInventory', shape);

const common = (tag: Tag) => ({
  uuid: tag.uuid,
  resourceUuid: tag.resourceUuid,
  resourceType: tag.resourceType,
  tag: tag.tag,
  createDate: toTimestamp(tag.createDate),
  lastOpDate: toTimestamp(tag.lastOpDate),
});

export const toSystemTagInventory = (tag: SystemTag): z.infer<typeof systemTagInventory> => ({
  ...common(tag),
  inherent: tag.inherent,
  type: 'System',
});

export const toUserTagInventory = (tag: Tag): z.infer<typeof userTagInventory> => ({
  ...common(tag),
  type: 'User',
});
