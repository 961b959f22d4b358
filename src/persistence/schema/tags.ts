import { sql } from 'drizzle-orm';
import { check, index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { TAG_PATTERN_TYPES } from '../../domain/tag/tag-pattern.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';

const tag = {
  uuid: uuidColumn('uuid').primaryKey(),
  resourceUuid: uuidColumn('resource_uuid').notNull(),
  resourceType: text('resource_type').notNull(),
  tag: text('tag').notNull(),
  ...dates,
};

export const systemTags = sqliteTable(
  'system_tags',
  { ...tag, inherent: booleanColumn('inherent') },
  (table) => [
    uniqueIndex('system_tags_once').on(table.resourceUuid, table.tag),
    index('system_tags_tag').on(sql`${table.tag} collate nocase`),
  ],
);

/** Tags that accounts have made once, to attach them to many resources. */
export const tagPatterns = sqliteTable(
  'tag_patterns',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    value: text('value').notNull(),
    description: text('description'),
    color: text('color'),
    type: text('type', { enum: TAG_PATTERN_TYPES }).notNull(),
    ...dates,
  },
  (table) => [
    index('tag_patterns_name').on(sql`${table.name} collate nocase`),
    check('tag_patterns_type', isOneOf(table.type, TAG_PATTERN_TYPES)),
  ],
);

/** A resource has a text once by itself, and once by each pattern. */
export const userTags = sqliteTable(
  'user_tags',
  {
    ...tag,
    tagPatternUuid: uuidColumn('tag_pattern_uuid').references(() => tagPatterns.uuid, {
      onDelete: 'cascade',
    }),
  },
  (table) => [
    uniqueIndex('user_tags_once').on(
      table.resourceUuid,
      table.tag,
      sql`coalesce(${table.tagPatternUuid}, '')`,
    ),
    uniqueIndex('user_tags_attached')
      .on(table.tagPatternUuid, table.resourceUuid)
      .where(sql`${table.tagPatternUuid} is not null`),
    index('user_tags_tag').on(sql`${table.tag} collate nocase`),
  ],
);
