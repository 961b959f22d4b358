import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { CEPH_POOL_TYPES } from '../../domain/ceph/ceph.js';
import { backupStorages } from './backup-storages.js';
import { dates, isOneOf, uuidColumn } from './columns.js';
import { primaryStorages } from './primary-storages.js';

const ofEveryMon = {
  hostname: text('hostname').notNull(),
  monPort: integer('mon_port').notNull(),
  sshUsername: text('ssh_username').notNull(),
  sshPort: integer('ssh_port').notNull(),
  ...dates,
};

export const cephPrimaryStorageMons = sqliteTable(
  'ceph_primary_storage_mons',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    storageUuid: uuidColumn('primary_storage_uuid')
      .notNull()
      .references(() => primaryStorages.uuid, { onDelete: 'cascade' }),
    ...ofEveryMon,
  },
  (table) => [index('ceph_primary_storage_mons_storage').on(table.storageUuid)],
);

export const cephBackupStorageMons = sqliteTable(
  'ceph_backup_storage_mons',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    storageUuid: uuidColumn('backup_storage_uuid')
      .notNull()
      .references(() => backupStorages.uuid, { onDelete: 'cascade' }),
    ...ofEveryMon,
  },
  (table) => [index('ceph_backup_storage_mons_storage').on(table.storageUuid)],
);

export const cephPrimaryStoragePools = sqliteTable(
  'ceph_primary_storage_pools',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    primaryStorageUuid: uuidColumn('primary_storage_uuid')
      .notNull()
      .references(() => primaryStorages.uuid, { onDelete: 'cascade' }),
    poolName: text('pool_name').notNull(),
    aliasName: text('alias_name'),
    description: text('description'),
    type: text('type', { enum: CEPH_POOL_TYPES }).notNull(),
    ...dates,
  },
  (table) => [
    index('ceph_primary_storage_pools_storage').on(table.primaryStorageUuid),
    check('ceph_primary_storage_pools_type', isOneOf(table.type, CEPH_POOL_TYPES)),
  ],
);
