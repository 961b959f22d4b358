import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { IMAGE_GROUP_STATUSES } from '../../domain/image-group/image-group.js';
import { dates, isOneOf, uuidColumn } from './columns.js';

export const imageGroups = sqliteTable(
  'image_groups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    status: text('status', { enum: IMAGE_GROUP_STATUSES }).notNull(),
    imageCount: integer('image_count').notNull(),
    ...dates,
  },
  (table) => [
    index('image_groups_name').on(table.name),
    check('image_groups_status', isOneOf(table.status, IMAGE_GROUP_STATUSES)),
    check('image_groups_count', sql`${table.imageCount} >= 1`),
  ],
);

/** An image may be gone: a group goes on naming it. */
export const imageGroupRefs = sqliteTable(
  'image_group_refs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    imageGroupUuid: uuidColumn('image_group_uuid')
      .notNull()
      .references(() => imageGroups.uuid, { onDelete: 'cascade' }),
    imageUuid: uuidColumn('image_uuid').notNull(),
    ...dates,
  },
  (table) => [
    uniqueIndex('image_group_refs_once').on(table.imageGroupUuid, table.imageUuid),
    index('image_group_refs_image').on(table.imageUuid),
  ],
);
