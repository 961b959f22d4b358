import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ImageFormat } from '../../domain/image/image.js';
import { dates, uuidColumn } from './columns.js';
import { jobs } from './jobs.js';

/** Real bytes in files beside the database. */
export const blobs = sqliteTable('blobs', {
  contentId: text('content_id').primaryKey(),
  length: integer('length').notNull(),
  virtualSize: integer('virtual_size').notNull(),
  format: text('format').$type<ImageFormat>().notNull(),
  md5: text('md5').notNull(),
  createDate: integer('create_date').notNull(),
});

/** What a seed says of urls that nobody fetches. */
export const urlHints = sqliteTable('url_hints', {
  url: text('url').primaryKey(),
  contentId: text('content_id'),
  size: integer('size'),
  actualSize: integer('actual_size'),
  format: text('format').$type<ImageFormat>(),
  failure: text('failure'),
});

export const uploads = sqliteTable(
  'uploads',
  {
    imageUuid: uuidColumn('image_uuid').notNull(),
    backupStorageUuid: uuidColumn('backup_storage_uuid').notNull(),
    key: text('key').notNull(),
    jobUuid: uuidColumn('job_uuid')
      .notNull()
      .references(() => jobs.uuid),
    imageSize: integer('image_size'),
    sliceSize: integer('slice_size'),
    received: text('received').notNull(),
    uploadUrl: text('upload_url').notNull(),
    ...dates,
  },
  (table) => [
    primaryKey({ columns: [table.imageUuid, table.backupStorageUuid] }),
    index('uploads_key').on(table.key, table.backupStorageUuid),
  ],
);
