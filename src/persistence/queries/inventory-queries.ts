import { asc, getTableColumns, sql, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type {
  BackupStorage,
  BackupStorageType,
} from '../../domain/backup-storage/backup-storage.js';
import type { InventoryQueries } from '../../domain/inventory-queries.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { Queryable } from '../../query/queryable.js';
import type { Database } from '../database.js';
import {
  backupStorages,
  backupStorageZones,
  imageBackupStorageRefs,
  imageCaches,
  images,
  primaryStorageClusters,
  primaryStorages,
  vmCdRoms,
  vmInstances,
  volumes,
  volumeSnapshots,
  volumeSnapshotTrees,
  zones,
} from '../schema/index.js';
import { queries, ReadStatement, type RowOf } from '../statement.js';
import { countOf, ownFields, pageOf, type InventorySource } from './query-to-sql.js';

interface Source<Columns extends Record<string, Column>> extends InventorySource {
  readonly columns: Columns;
}

function sourceOf<Columns extends Record<string, Column>>(
  javaClass: string,
  table: SQLiteTable & { uuid: Column },
  columns: Columns,
  options: {
    isOwned: boolean;
    hidden?: readonly string[];
    more?: InventorySource['fields'];
    only?: SQL;
  },
): Source<Columns> {
  const fields = { ...ownFields(columns, options.hidden), ...options.more };
  const { isOwned, only } = options;
  const source = { javaClass, table, uuid: table.uuid, columns, fields, isOwned };
  return only ? { ...source, only } : source;
}

/** A kind of backup storage: those of one type, with the fields that only they have. */
const backupStoragesOfType = (javaClass: string, type: BackupStorageType, shown: string[]) =>
  sourceOf(javaClass, backupStorages, getTableColumns(backupStorages), {
    isOwned: false,
    hidden: HIDDEN_OF_BACKUP_STORAGES.filter((name) => !shown.includes(name)),
    only: sql`${backupStorages.type} = ${sql.raw(`'${type}'`)}`,
  });

const HIDDEN_OF_BACKUP_STORAGES = [
  'systemUsedCapacity',
  'hostname',
  'username',
  'sshPort',
  'fsid',
  'poolName',
  'monUrls',
  'isReachable',
  'bandwidthBytesPerSecond',
  'latencyMilliseconds',
];
const HIDDEN_OF_PRIMARY_STORAGES = ['fsid', 'monUrls', 'isReachable'];
const IMAGE_SERVER = ['hostname', 'username', 'sshPort'];

const rootVolumeOfVm = sql`(select ${volumes.uuid} from ${volumes} where ${volumes.vmInstanceUuid} = ${vmInstances.uuid} and ${volumes.type} = 'Root')`;

const SOURCES = {
  zones: sourceOf('org.zstack.header.zone.ZoneInventory', zones, getTableColumns(zones), {
    isOwned: false,
  }),
  primaryStorages: sourceOf(
    'org.zstack.header.storage.primary.PrimaryStorageInventory',
    primaryStorages,
    getTableColumns(primaryStorages),
    { isOwned: false, hidden: HIDDEN_OF_PRIMARY_STORAGES },
  ),
  cephPrimaryStorages: sourceOf(
    'org.zstack.storage.ceph.primary.CephPrimaryStorageInventory',
    primaryStorages,
    getTableColumns(primaryStorages),
    {
      isOwned: false,
      hidden: HIDDEN_OF_PRIMARY_STORAGES.filter((name) => name !== 'fsid'),
      only: sql`${primaryStorages.type} = 'Ceph'`,
    },
  ),
  imageCaches: {
    javaClass: 'org.zstack.header.storage.primary.ImageCacheInventory',
    table: imageCaches,
    uuid: imageCaches.imageUuid,
    columns: getTableColumns(imageCaches),
    fields: ownFields(getTableColumns(imageCaches)),
    isOwned: false,
  },
  backupStorages: sourceOf(
    'org.zstack.header.storage.backup.BackupStorageInventory',
    backupStorages,
    getTableColumns(backupStorages),
    { isOwned: false, hidden: HIDDEN_OF_BACKUP_STORAGES },
  ),
  sftpBackupStorages: backupStoragesOfType(
    'org.zstack.storage.backup.sftp.SftpBackupStorageInventory',
    'SftpBackupStorage',
    IMAGE_SERVER,
  ),
  imageStoreBackupStorages: backupStoragesOfType(
    'org.zstack.storage.backup.imagestore.ImageStoreBackupStorageInventory',
    'ImageStoreBackupStorage',
    IMAGE_SERVER,
  ),
  cephBackupStorages: backupStoragesOfType(
    'org.zstack.storage.ceph.backup.CephBackupStorageInventory',
    'Ceph',
    ['fsid', 'poolName'],
  ),
  vmInstances: sourceOf(
    'org.zstack.header.vm.VmInstanceInventory',
    vmInstances,
    getTableColumns(vmInstances),
    {
      isOwned: true,
      hidden: ['virtio'],
      more: { rootVolumeUuid: { expression: rootVolumeOfVm, kind: 'uuid' } },
    },
  ),
  volumes: sourceOf('org.zstack.header.volume.VolumeInventory', volumes, getTableColumns(volumes), {
    isOwned: true,
    hidden: ['contentId', 'layerSize'],
  }),
  volumeSnapshots: sourceOf(
    'org.zstack.header.storage.snapshot.VolumeSnapshotInventory',
    volumeSnapshots,
    getTableColumns(volumeSnapshots),
    { isOwned: true, hidden: ['contentId', 'virtualSize', 'actualSize'] },
  ),
  volumeSnapshotTrees: sourceOf(
    'org.zstack.header.storage.snapshot.VolumeSnapshotTreeInventory',
    volumeSnapshotTrees,
    getTableColumns(volumeSnapshotTrees),
    { isOwned: true },
  ),
  images: sourceOf('org.zstack.header.image.ImageInventory', images, getTableColumns(images), {
    isOwned: true,
    hidden: ['contentId'],
  }),
};

/**
 * Rows of one table that belong to any of the parents. A single parent, as in every GET by uuid,
 * has a statement of its own: the table function for lists costs 15 us.
 */
function childrenOf<Columns extends Record<string, Column>>(
  table: SQLiteTable,
  columns: Columns,
  parent: Column,
) {
  const among = (condition: SQL) =>
    new ReadStatement(columns, () =>
      queries
        .select()
        .from(table)
        .where(condition)
        .orderBy(asc(sql`${table}.rowid`)),
    );
  const ofOne = among(sql`${parent} = ${sql.placeholder('parent')}`);
  const ofMany = among(
    sql`${parent} in (select value from json_each(${sql.placeholder('parents')}))`,
  );
  return (database: Database, parents: readonly { readonly uuid: string }[]) => {
    const [first] = parents;
    if (!first) return [];
    if (parents.length === 1) return ofOne.all(database, { parent: first.uuid });
    return ofMany.all(database, { parents: JSON.stringify(parents.map(({ uuid }) => uuid)) });
  };
}

const CHILDREN = {
  refs: childrenOf(
    imageBackupStorageRefs,
    getTableColumns(imageBackupStorageRefs),
    imageBackupStorageRefs.imageUuid,
  ),
  volumes: childrenOf(volumes, getTableColumns(volumes), volumes.vmInstanceUuid),
  zones: childrenOf(
    backupStorageZones,
    getTableColumns(backupStorageZones),
    backupStorageZones.backupStorageUuid,
  ),
  cdRoms: childrenOf(vmCdRoms, getTableColumns(vmCdRoms), vmCdRoms.vmInstanceUuid),
  snapshots: childrenOf(
    volumeSnapshots,
    getTableColumns(volumeSnapshots),
    volumeSnapshots.treeUuid,
  ),
  clusters: childrenOf(
    primaryStorageClusters,
    getTableColumns(primaryStorageClusters),
    primaryStorageClusters.primaryStorageUuid,
  ),
};

/** The query APIs' view of one world. Every query is SQL: nothing is filtered or sorted here. */
export function createInventoryQueries(database: Database): InventoryQueries {
  function queryable<Columns extends Record<string, Column>, Row>(
    source: Source<Columns>,
    complete: (rows: RowOf<Columns>[]) => Row[],
  ): Queryable<Row> {
    return {
      query(query, ownerUuid) {
        const narrowedTo = source.isOwned ? ownerUuid : undefined;
        let rows: Row[] = [];
        if (query.reply !== 'count') {
          const { statement, values } = pageOf(source, query, narrowedTo);
          rows = complete(statement.all(database, values));
        }
        if (query.reply === 'page') return { rows, total: undefined };
        const { statement, values } = countOf(source, query, narrowedTo);
        return { rows, total: statement.get(database, values)?.total ?? 0 };
      },
    };
  }

  const asTheyAre = <Row>(rows: Row[]) => rows;
  const withClusters = (rows: PrimaryStorage[]) => {
    const clusters = groupBy(CHILDREN.clusters(database, rows), (row) => row.primaryStorageUuid);
    return rows.map((row) => ({
      ...row,
      clusterUuids: (clusters.get(row.uuid) ?? []).map((cluster) => cluster.clusterUuid),
    }));
  };
  const withZones = (rows: BackupStorage[]) => {
    const attached = groupBy(CHILDREN.zones(database, rows), (row) => row.backupStorageUuid);
    return rows.map((row) => ({
      ...row,
      zoneUuids: (attached.get(row.uuid) ?? []).map((zone) => zone.zoneUuid),
    }));
  };
  return {
    zones: queryable(SOURCES.zones, asTheyAre),
    primaryStorages: queryable(SOURCES.primaryStorages, withClusters),
    cephPrimaryStorages: queryable(SOURCES.cephPrimaryStorages, withClusters),
    imageCaches: queryable(SOURCES.imageCaches, asTheyAre),
    backupStorages: queryable(SOURCES.backupStorages, withZones),
    sftpBackupStorages: queryable(SOURCES.sftpBackupStorages, withZones),
    cephBackupStorages: queryable(SOURCES.cephBackupStorages, withZones),
    imageStoreBackupStorages: queryable(SOURCES.imageStoreBackupStorages, withZones),
    vmInstances: queryable(SOURCES.vmInstances, (rows) => {
      const attached = groupBy(CHILDREN.volumes(database, rows), (row) => row.vmInstanceUuid);
      const drives = groupBy(CHILDREN.cdRoms(database, rows), (row) => row.vmInstanceUuid);
      return rows.map((row) => ({
        ...row,
        volumes: attached.get(row.uuid) ?? [],
        cdRoms: drives.get(row.uuid) ?? [],
      }));
    }),
    volumes: queryable(SOURCES.volumes, asTheyAre),
    volumeSnapshots: queryable(SOURCES.volumeSnapshots, asTheyAre),
    volumeSnapshotTrees: queryable(SOURCES.volumeSnapshotTrees, (rows) => {
      const snapshots = groupBy(CHILDREN.snapshots(database, rows), (row) => row.treeUuid);
      return rows.map((row) => ({ ...row, snapshots: snapshots.get(row.uuid) ?? [] }));
    }),
    images: queryable(SOURCES.images, (rows) => {
      const refs = groupBy(CHILDREN.refs(database, rows), (row) => row.imageUuid);
      return rows.map((row) => ({ ...row, refs: refs.get(row.uuid) ?? [] }));
    }),
  };
}

function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
