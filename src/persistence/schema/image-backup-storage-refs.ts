import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { IMAGE_STATUSES, type ImageFormat } from '../../domain/image/image.js';
import { backupStorages } from './backup-storages.js';
import { dates, isOneOf, uuidColumn } from './columns.js';
import { images } from './images.js';

export const imageBackupStorageRefs = sqliteTable(
  'image_backup_storage_refs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    imageUuid: uuidColumn('image_uuid')
      .notNull()
      .references(() => images.uuid),
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .notNull()
      .references(() => backupStorages.uuid),
    installPath: text('install_path').notNull(),
    status: text('status', { enum: IMAGE_STATUSES }).notNull(),
    exportUrl: text('export_url'),
    exportMd5Sum: text('export_md5_sum'),
    takenBytes: integer('taken_bytes').notNull(),
    exportBytes: integer('export_bytes').notNull().default(0),
    exportFormat: text('export_format').$type<ImageFormat>(),
    ...dates,
  },
  (table) => [
    uniqueIndex('image_backup_storage_refs_once').on(table.imageUuid, table.backupStorageUuid),
    index('image_backup_storage_refs_storage').on(table.backupStorageUuid),
    index('image_backup_storage_refs_deleted')
      .on(table.lastOpDate)
      .where(sql`${table.status} = 'Deleted'`),
    index('image_backup_storage_refs_exported')
      .on(table.exportUrl)
      .where(sql`${table.exportUrl} is not null`),
    // Those that have no bytes of their own: clones lie where their originals do.
    index('image_backup_storage_refs_shared')
      .on(table.backupStorageUuid, table.installPath)
      .where(sql`${table.takenBytes} = 0 and ${table.installPath} <> ''`),
    check('image_backup_storage_refs_status', isOneOf(table.status, IMAGE_STATUSES)),
    check(
      'image_backup_storage_refs_taken',
      sql`${table.takenBytes} >= 0 and ${table.exportBytes} >= 0`,
    ),
  ],
);
