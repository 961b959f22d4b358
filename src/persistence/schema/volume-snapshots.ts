import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ImageFormat } from '../../domain/image/image.js';
import {
  SNAPSHOT_STATES,
  SNAPSHOT_STATUSES,
  SNAPSHOT_TYPES,
  TREE_STATUSES,
} from '../../domain/volume-snapshot/volume-snapshot.js';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { booleanColumn, dates, isBlobContent, isOneOf, uuidColumn } from './columns.js';
import { primaryStorages } from './primary-storages.js';
import { vmInstances } from './vm-instances.js';
import { volumes } from './volumes.js';

export const volumeSnapshotTrees = sqliteTable(
  'volume_snapshot_trees',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    volumeUuid: uuidColumn('volume_uuid').references(() => volumes.uuid),
    current: booleanColumn('current'),
    status: text('status', { enum: TREE_STATUSES }).notNull().default('Completed'),
    ...dates,
  },
  (table) => [index('volume_snapshot_trees_volume').on(table.volumeUuid)],
);

export const volumeSnapshots = sqliteTable(
  'volume_snapshots',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    type: text('type', { enum: SNAPSHOT_TYPES }).notNull(),
    volumeUuid: uuidColumn('volume_uuid').references(() => volumes.uuid),
    treeUuid: uuidColumn('tree_uuid')
      .notNull()
      .references(() => volumeSnapshotTrees.uuid),
    parentUuid: uuidColumn('parent_uuid'),
    primaryStorageUuid: uuidColumn('primary_storage_uuid')
      .notNull()
      .references(() => primaryStorages.uuid),
    primaryStorageInstallPath: text('primary_storage_install_path').notNull(),
    volumeType: text('volume_type', { enum: VOLUME_TYPES }).notNull(),
    format: text('format').$type<ImageFormat>().notNull(),
    latest: booleanColumn('latest'),
    size: integer('size').notNull(),
    distance: integer('distance').notNull(),
    state: text('state', { enum: SNAPSHOT_STATES }).notNull(),
    status: text('status', { enum: SNAPSHOT_STATUSES }).notNull(),
    groupUuid: uuidColumn('group_uuid'),
    contentId: text('content_id').notNull(),
    virtualSize: integer('virtual_size').notNull(),
    actualSize: integer('actual_size').notNull(),
    ...dates,
  },
  (table) => [
    index('volume_snapshots_content').on(table.contentId).where(isBlobContent(table.contentId)),
    index('volume_snapshots_name').on(sql`${table.name} collate nocase`),
    index('volume_snapshots_volume').on(table.volumeUuid),
    index('volume_snapshots_tree').on(table.treeUuid),
    index('volume_snapshots_primary_storage').on(table.primaryStorageUuid),
    check('volume_snapshots_state', isOneOf(table.state, SNAPSHOT_STATES)),
    check('volume_snapshots_status', isOneOf(table.status, SNAPSHOT_STATUSES)),
    check('volume_snapshots_sizes', sql`${table.size} >= 0 and ${table.actualSize} >= 0`),
  ],
);

export const volumeSnapshotGroups = sqliteTable(
  'volume_snapshot_groups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    snapshotCount: integer('snapshot_count').notNull(),
    vmInstanceUuid: uuidColumn('vm_instance_uuid')
      .notNull()
      .references(() => vmInstances.uuid),
    ...dates,
  },
  (table) => [index('volume_snapshot_groups_vm').on(table.vmInstanceUuid)],
);

/** They go with their group; a snapshot that is deleted leaves its ref behind. */
export const volumeSnapshotGroupRefs = sqliteTable(
  'volume_snapshot_group_refs',
  {
    volumeSnapshotUuid: uuidColumn('volume_snapshot_uuid').primaryKey(),
    volumeSnapshotGroupUuid: uuidColumn('volume_snapshot_group_uuid')
      .notNull()
      .references(() => volumeSnapshotGroups.uuid, { onDelete: 'cascade' }),
    snapshotDeleted: booleanColumn('snapshot_deleted'),
    deviceId: integer('device_id').notNull(),
    volumeUuid: uuidColumn('volume_uuid').notNull(),
    volumeName: text('volume_name').notNull(),
    volumeType: text('volume_type', { enum: VOLUME_TYPES }).notNull(),
    volumeSnapshotInstallPath: text('volume_snapshot_install_path').notNull(),
    volumeSnapshotName: text('volume_snapshot_name').notNull(),
    volumeLastAttachDate: integer('volume_last_attach_date'),
    ...dates,
  },
  (table) => [
    index('volume_snapshot_group_refs_group').on(table.volumeSnapshotGroupUuid),
    check('volume_snapshot_group_refs_volume_type', isOneOf(table.volumeType, VOLUME_TYPES)),
  ],
);
