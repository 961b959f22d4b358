import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  PRIMARY_STORAGE_STATES,
  PRIMARY_STORAGE_STATUSES,
  PRIMARY_STORAGE_TYPES,
} from '../../domain/primary-storage/primary-storage.js';
import { clusters } from './clusters.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';
import { zones } from './zones.js';

export const primaryStorages = sqliteTable(
  'primary_storages',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid),
    name: text('name').notNull(),
    url: text('url').notNull(),
    description: text('description'),
    type: text('type', { enum: PRIMARY_STORAGE_TYPES }).notNull(),
    state: text('state', { enum: PRIMARY_STORAGE_STATES }).notNull(),
    status: text('status', { enum: PRIMARY_STORAGE_STATUSES }).notNull(),
    mountPath: text('mount_path'),
    fsid: text('fsid'),
    rootVolumePool: text('root_volume_pool'),
    dataVolumePool: text('data_volume_pool'),
    imageCachePool: text('image_cache_pool'),
    totalCapacity: integer('total_capacity').notNull(),
    availableCapacity: integer('available_capacity').notNull(),
    totalPhysicalCapacity: integer('total_physical_capacity').notNull(),
    availablePhysicalCapacity: integer('available_physical_capacity').notNull(),
    systemUsedCapacity: integer('system_used_capacity').notNull(),
    isReachable: booleanColumn('is_reachable').default(true),
    ...dates,
  },
  (table) => [
    index('primary_storages_zone').on(table.zoneUuid),
    check('primary_storages_type', isOneOf(table.type, PRIMARY_STORAGE_TYPES)),
    check('primary_storages_state', isOneOf(table.state, PRIMARY_STORAGE_STATES)),
    check('primary_storages_status', isOneOf(table.status, PRIMARY_STORAGE_STATUSES)),
    check(
      'primary_storages_capacity',
      sql`${table.availableCapacity} between 0 and ${table.totalCapacity}`,
    ),
    check(
      'primary_storages_physical_capacity',
      sql`${table.availablePhysicalCapacity} between 0 and ${table.totalPhysicalCapacity}`,
    ),
  ],
);

export const primaryStorageClusters = sqliteTable(
  'primary_storage_clusters',
  {
    primaryStorageUuid: uuidColumn('primary_storage_uuid')
      .notNull()
      .references(() => primaryStorages.uuid, { onDelete: 'cascade' }),
    clusterUuid: uuidColumn('cluster_uuid')
      .notNull()
      .references(() => clusters.uuid),
  },
  (table) => [
    primaryKey({ columns: [table.primaryStorageUuid, table.clusterUuid] }),
    index('primary_storage_clusters_cluster').on(table.clusterUuid),
  ],
);
