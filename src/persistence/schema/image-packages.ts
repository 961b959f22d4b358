import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { IMAGE_PACKAGE_STATES } from '../../domain/image-package/image-package.js';
import type { ImageFormat } from '../../domain/image/image.js';
import { backupStorages } from './backup-storages.js';
import { dates, isBlobContent, isOneOf, uuidColumn } from './columns.js';
import { vmInstances } from './vm-instances.js';

/** A VM has one package at most; the package outlives it. */
export const imagePackages = sqliteTable(
  'image_packages',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    vmUuid: uuidColumn('vm_uuid')
      .unique()
      .references(() => vmInstances.uuid, { onDelete: 'set null' }),
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .notNull()
      .references(() => backupStorages.uuid),
    state: text('state', { enum: IMAGE_PACKAGE_STATES }).notNull(),
    exportUrl: text('export_url'),
    md5Sum: text('md5_sum'),
    format: text('format'),
    size: integer('size'),
    ovf: text('ovf').notNull(),
    ...dates,
  },
  (table) => [
    index('image_packages_storage').on(table.backupStorageUuid),
    check('image_packages_state', isOneOf(table.state, IMAGE_PACKAGE_STATES)),
    check('image_packages_size', sql`${table.size} >= 0`),
  ],
);

export const imagePackageDisks = sqliteTable(
  'image_package_disks',
  {
    imagePackageUuid: uuidColumn('image_package_uuid')
      .notNull()
      .references(() => imagePackages.uuid, { onDelete: 'cascade' }),
    diskIndex: integer('disk_index').notNull(),
    fileName: text('file_name').notNull(),
    contentId: text('content_id').notNull(),
    volumeFormat: text('volume_format').$type<ImageFormat>().notNull(),
    format: text('format').$type<ImageFormat>().notNull(),
    virtualSize: integer('virtual_size').notNull(),
    actualSize: integer('actual_size').notNull(),
    sha256: text('sha256'),
  },
  (table) => [
    primaryKey({ columns: [table.imagePackageUuid, table.diskIndex] }),
    index('image_package_disks_content').on(table.contentId).where(isBlobContent(table.contentId)),
    check('image_package_disks_sizes', sql`${table.virtualSize} >= 0 and ${table.actualSize} >= 0`),
  ],
);
