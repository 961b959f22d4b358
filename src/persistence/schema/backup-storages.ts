import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
} from '../../domain/backup-storage/backup-storage.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';
import { jobs } from './jobs.js';
import { zones } from './zones.js';

export const backupStorages = sqliteTable(
  'backup_storages',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    description: text('description'),
    type: text('type', { enum: BACKUP_STORAGE_TYPES }).notNull(),
    state: text('state', { enum: BACKUP_STORAGE_STATES }).notNull(),
    status: text('status', { enum: BACKUP_STORAGE_STATUSES }).notNull(),
    totalCapacity: integer('total_capacity').notNull(),
    availableCapacity: integer('available_capacity').notNull(),
    systemUsedCapacity: integer('system_used_capacity').notNull(),
    hostname: text('hostname'),
    username: text('username'),
    sshPort: integer('ssh_port'),
    fsid: text('fsid'),
    poolName: text('pool_name'),
    isReachable: booleanColumn('is_reachable').default(true),
    bandwidthBytesPerSecond: integer('bandwidth_bytes_per_second').notNull(),
    latencyMilliseconds: integer('latency_milliseconds').notNull(),
    ...dates,
  },
  (table) => [
    check('backup_storages_type', isOneOf(table.type, BACKUP_STORAGE_TYPES)),
    check('backup_storages_state', isOneOf(table.state, BACKUP_STORAGE_STATES)),
    check('backup_storages_status', isOneOf(table.status, BACKUP_STORAGE_STATUSES)),
    check(
      'backup_storages_capacity',
      sql`${table.availableCapacity} between 0 and ${table.totalCapacity}`,
    ),
    check('backup_storages_bandwidth', sql`${table.bandwidthBytesPerSecond} > 0`),
  ],
);

export const backupStorageZones = sqliteTable(
  'backup_storage_zones',
  {
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .notNull()
      .references(() => backupStorages.uuid, { onDelete: 'cascade' }),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.backupStorageUuid, table.zoneUuid] }),
    index('backup_storage_zones_zone').on(table.zoneUuid),
  ],
);

/** Image stores that may be filled only so far: what their disks had before. */
export const imageStoreQuotas = sqliteTable(
  'image_store_quotas',
  {
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .primaryKey()
      .references(() => backupStorages.uuid, { onDelete: 'cascade' }),
    diskCapacity: integer('disk_capacity').notNull(),
  },
  (table) => [check('image_store_quotas_disk', sql`${table.diskCapacity} >= 0`)],
);

/** Bytes that a job has taken before there is a ref to hold them. */
export const backupStorageReservations = sqliteTable(
  'backup_storage_reservations',
  {
    jobUuid: uuidColumn('job_uuid')
      .notNull()
      .references(() => jobs.uuid),
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .notNull()
      .references(() => backupStorages.uuid, { onDelete: 'cascade' }),
    bytes: integer('bytes').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.jobUuid, table.backupStorageUuid] }),
    index('backup_storage_reservations_storage').on(table.backupStorageUuid),
  ],
);
