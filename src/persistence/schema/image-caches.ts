import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MEDIA_TYPES } from '../../domain/image/image.js';
import { dates, uuidColumn } from './columns.js';
import { primaryStorages } from './primary-storages.js';

export const imageCaches = sqliteTable(
  'image_caches',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    primaryStorageUuid: uuidColumn('primary_storage_uuid')
      .notNull()
      .references(() => primaryStorages.uuid),
    imageUuid: uuidColumn('image_uuid').notNull(),
    installUrl: text('install_url').notNull(),
    mediaType: text('media_type', { enum: MEDIA_TYPES }).notNull(),
    size: integer('size').notNull(),
    md5sum: text('md5sum').notNull(),
    state: text('state').notNull(),
    ...dates,
  },
  (table) => [uniqueIndex('image_caches_once').on(table.primaryStorageUuid, table.imageUuid)],
);
