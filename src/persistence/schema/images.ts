import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  IMAGE_FORMATS,
  IMAGE_STATES,
  IMAGE_STATUSES,
  MEDIA_TYPES,
  PLATFORMS,
  type ImageFormat,
} from '../../domain/image/image.js';
import { booleanColumn, dates, isBlobContent, isOneOf, uuidColumn } from './columns.js';

export const images = sqliteTable(
  'images',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    state: text('state', { enum: IMAGE_STATES }).notNull(),
    status: text('status', { enum: IMAGE_STATUSES }).notNull(),
    size: integer('size').notNull(),
    actualSize: integer('actual_size').notNull(),
    md5Sum: text('md5_sum'),
    url: text('url').notNull(),
    mediaType: text('media_type', { enum: MEDIA_TYPES }).notNull(),
    guestOsType: text('guest_os_type'),
    type: text('type').notNull(),
    platform: text('platform', { enum: PLATFORMS }),
    architecture: text('architecture'),
    format: text('format').$type<ImageFormat>().notNull(),
    system: booleanColumn('system'),
    virtio: booleanColumn('virtio'),
    contentId: text('content_id'),
    ...dates,
  },
  (table) => [
    index('images_name').on(sql`${table.name} collate nocase`),
    index('images_create_date').on(table.createDate),
    index('images_status').on(sql`${table.status} collate nocase`, table.createDate),
    index('images_content').on(table.contentId).where(isBlobContent(table.contentId)),
    check('images_state', isOneOf(table.state, IMAGE_STATES)),
    check('images_status', isOneOf(table.status, IMAGE_STATUSES)),
    check('images_media_type', isOneOf(table.mediaType, MEDIA_TYPES)),
    check('images_format', isOneOf(table.format, IMAGE_FORMATS)),
    check('images_sizes', sql`${table.size} >= 0 and ${table.actualSize} >= 0`),
  ],
);
