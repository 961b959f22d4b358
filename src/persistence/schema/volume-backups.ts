import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ImageFormat } from '../../domain/image/image.js';
import {
  BACKUP_MODES,
  BACKUP_STATES,
  BACKUP_STATUSES,
} from '../../domain/volume-backup/volume-backup.js';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { backupStorages } from './backup-storages.js';
import { dates, isBlobContent, isOneOf, uuidColumn } from './columns.js';

/** Volumes and VMs may be gone: a backup outlives them. */
export const volumeBackups = sqliteTable(
  'volume_backups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    volumeUuid: uuidColumn('volume_uuid').notNull(),
    vmInstanceUuid: uuidColumn('vm_instance_uuid'),
    type: text('type', { enum: VOLUME_TYPES }).notNull(),
    state: text('state', { enum: BACKUP_STATES }).notNull(),
    status: text('status', { enum: BACKUP_STATUSES }).notNull(),
    mode: text('mode', { enum: BACKUP_MODES }).notNull(),
    size: integer('size').notNull(),
    metadata: text('metadata'),
    groupUuid: uuidColumn('group_uuid'),
    contentId: text('content_id').notNull(),
    format: text('format').$type<ImageFormat>().notNull(),
    virtualSize: integer('virtual_size').notNull(),
    actualSize: integer('actual_size').notNull(),
    ...dates,
  },
  (table) => [
    index('volume_backups_content').on(table.contentId).where(isBlobContent(table.contentId)),
    index('volume_backups_volume').on(table.volumeUuid),
    check('volume_backups_type', isOneOf(table.type, VOLUME_TYPES)),
    check('volume_backups_state', isOneOf(table.state, BACKUP_STATES)),
    check('volume_backups_status', isOneOf(table.status, BACKUP_STATUSES)),
    check('volume_backups_mode', isOneOf(table.mode, BACKUP_MODES)),
    check('volume_backups_sizes', sql`${table.size} >= 0 and ${table.actualSize} >= 0`),
  ],
);

export const volumeBackupStorageRefs = sqliteTable(
  'volume_backup_storage_refs',
  {
    volumeBackupUuid: uuidColumn('volume_backup_uuid')
      .notNull()
      .references(() => volumeBackups.uuid, { onDelete: 'cascade' }),
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .notNull()
      .references(() => backupStorages.uuid),
    installPath: text('install_path').notNull(),
    status: text('status', { enum: BACKUP_STATUSES }).notNull(),
    takenBytes: integer('taken_bytes').notNull(),
    ...dates,
  },
  (table) => [
    primaryKey({ columns: [table.volumeBackupUuid, table.backupStorageUuid] }),
    index('volume_backup_storage_refs_storage').on(table.backupStorageUuid),
    check('volume_backup_storage_refs_status', isOneOf(table.status, BACKUP_STATUSES)),
    check('volume_backup_storage_refs_bytes', sql`${table.takenBytes} >= 0`),
  ],
);
