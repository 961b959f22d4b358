import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { GARBAGE_JOB_STATUSES } from '../../domain/garbage/garbage.js';
import { TRASH_TYPES } from '../../domain/trash/trash.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';

/** `storage_uuid` points at two kinds of storages, so it is no foreign key. */
export const trash = sqliteTable(
  'trash',
  {
    trashId: integer('trash_id').primaryKey({ autoIncrement: true }),
    resourceUuid: uuidColumn('resource_uuid').notNull(),
    resourceType: text('resource_type').notNull(),
    storageUuid: uuidColumn('storage_uuid').notNull(),
    storageType: text('storage_type', { enum: ['PrimaryStorage', 'BackupStorage'] }).notNull(),
    installPath: text('install_path').notNull(),
    isFolder: booleanColumn('is_folder'),
    hostUuid: uuidColumn('host_uuid'),
    hypervisorType: text('hypervisor_type'),
    size: integer('size').notNull(),
    trashType: text('trash_type', { enum: TRASH_TYPES }).notNull(),
    createDate: integer('create_date').notNull(),
  },
  (table) => [index('trash_storage').on(table.storageUuid)],
);

export const garbageJobs = sqliteTable(
  'garbage_jobs',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    status: text('status', { enum: GARBAGE_JOB_STATUSES }).notNull(),
    imageUuid: uuidColumn('image_uuid').notNull(),
    backupStorageUuid: uuidColumn('backup_storage_uuid').notNull(),
    installPath: text('install_path').notNull(),
    ...dates,
    /** Seconds between two attempts, as they were when it was left. */
    interval: integer('interval').notNull().default(3600),
  },
  (table) => [check('garbage_jobs_status', isOneOf(table.status, GARBAGE_JOB_STATUSES))],
);
