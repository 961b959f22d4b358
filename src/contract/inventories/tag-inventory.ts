import * as z from 'zod';
import { TAG_PATTERN_TYPES, type TagPattern } from '../../domain/tag/tag-pattern.js';
import type { SystemTag, Tag, UserTag } from '../../domain/tag/tag.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

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
export const tagPatternInventory = inventory('org.zstack.header.tag.TagPatternInventory', {
  uuid,
  name: text,
  value: text.describe('the text of the tag, or its format, e.g. os::{name}::{version}'),
  description: optionalText,
  color: optionalText.describe('e.g. #FF00FF'),
  type: z.enum(TAG_PATTERN_TYPES),
  createDate: timestamp,
  lastOpDate: timestamp,
});
export const userTagInventory = inventory('org.zstack.header.tag.UserTagInventory', {
  ...shape,
  tagPatternUuid: uuid.nullable().describe('of the tag pattern that it was made of'),
  tagPattern: tagPatternInventory.nullable(),
});

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

export const toTagPatternInventory = (
  pattern: TagPattern,
): z.infer<typeof tagPatternInventory> => ({
  uuid: pattern.uuid,
  name: pattern.name,
  value: pattern.value,
  description: pattern.description,
  color: pattern.color,
  type: pattern.type,
  createDate: toTimestamp(pattern.createDate),
  lastOpDate: toTimestamp(pattern.lastOpDate),
});

export const toUserTagInventory = (
  tag: UserTag & { readonly tagPattern: TagPattern | null },
): z.infer<typeof userTagInventory> => ({
  ...common(tag),
  type: 'User',
  tagPatternUuid: tag.tagPatternUuid,
  tagPattern: tag.tagPattern && toTagPatternInventory(tag.tagPattern),
});
