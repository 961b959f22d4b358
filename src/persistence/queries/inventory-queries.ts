import { asc, getTableColumns, sql, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { InventoryQueries } from '../../domain/inventory-queries.js';
import type { Image } from '../../domain/image/image.js';
import type { UserTag } from '../../domain/tag/tag.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { VolumeSnapshotTree } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Host } from '../../domain/host/host.js';
import type { CephPool } from '../../domain/ceph/ceph.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { tooLarge } from '../../query/limits.js';
import { queryByUuid, type Query } from '../../query/query.js';
import type { Queryable } from '../../query/queryable.js';
import type { Database } from '../database.js';
import { withSum } from '../later-sums.js';
import {
  backupStorageZones,
  cephBackupStorageMons,
  cephPrimaryStorageMons,
  cephPrimaryStoragePools,
  imageBackupStorageRefs,
  primaryStorageClusters,
  primaryStorages,
  tagPatterns,
  vmCdRoms,
  vmInstances,
  volumes,
  volumeSnapshots,
} from '../schema/index.js';
import { preparedText, queries, ReadStatement, rowDecoder } from '../statement.js';
import {
  compileCount,
  compileDistinctCount,
  compilePage,
  compileSummary,
  driversOf,
  type Compiled,
  type Plan,
} from './compile.js';
import { ENTITIES, type Entity, type EntityName } from './entities.js';

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
  primaryMons: childrenOf(
    cephPrimaryStorageMons,
    getTableColumns(cephPrimaryStorageMons),
    cephPrimaryStorageMons.storageUuid,
  ),
  backupMons: childrenOf(
    cephBackupStorageMons,
    getTableColumns(cephBackupStorageMons),
    cephBackupStorageMons.storageUuid,
  ),
  pools: childrenOf(
    cephPrimaryStoragePools,
    getTableColumns(cephPrimaryStoragePools),
    cephPrimaryStoragePools.primaryStorageUuid,
  ),
  storagesOfPools: childrenOf(
    primaryStorages,
    getTableColumns(primaryStorages),
    primaryStorages.uuid,
  ),
  guests: childrenOf(vmInstances, getTableColumns(vmInstances), vmInstances.hostUuid),
  patterns: childrenOf(tagPatterns, getTableColumns(tagPatterns), tagPatterns.uuid),
};

/** A table with fewer rows is walked without a further thought. */
const FEW_ROWS = 4096;
/** More rows than this are looked for among all rather than listed. */
const MOST_LISTED = 2048;
/** To look one listed row up and sort it costs as much as so many steps of a walk. */
const STEPS_OF_LISTED = 4;

const all = (database: Database, { text, values }: Compiled) =>
  asked(() => preparedText(database, text).all(...values) as unknown[][]);
const one = (database: Database, { text, values }: Compiled) =>
  asked(
    () =>
      preparedText(database, text)
        .pluck(false)
        .get(...values) as unknown[] | undefined,
  );

/** Names in a query come from the entities only, so what the database refuses is its size. */
const TOO_LARGE = /too (many|large|long|complex|big|deep)|recursion limit|stack overflow/i;

/** @throws SYS.1007 where the query asks for more than the database takes in one statement */
function asked<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const { message } = error as Error;
    if (!TOO_LARGE.test(message)) throw error;
    throw tooLarge(`the query is too large: ${message}`);
  }
}

/**
 * Where to begin. Rows are walked in the order that is asked for, which ends soon when many meet the
 * conditions; a condition that only few rows meet is asked for these rows first.
 */
function planOf(
  database: Database,
  entity: Entity,
  query: Query,
  viewer: string | undefined,
): Plan {
  if (entity.rowKey !== 'rowid') return undefined;
  const drivers = driversOf(entity, query, viewer);
  if (drivers.length === 0) return undefined;
  const most = { text: `select max(rowid) from ${entity.from}`, values: [] };
  const total = Number(one(database, most)?.[0] ?? 0);
  if (total < FEW_ROWS) return undefined;
  // A count needs all that meet the conditions; a page ends as soon as it is full.
  const wanted = query.reply === 'count' ? Infinity : query.start + query.limit;
  return drivers.find(({ probe }) => {
    const values = [...probe.values, MOST_LISTED + 1];
    const rows = Number(one(database, { ...probe, values })?.[0]);
    if (rows > MOST_LISTED) return false;
    return rows * STEPS_OF_LISTED <= wanted * (total / Math.max(rows, 1));
  })?.part;
}

const BY_UUID = new Map<Entity, Compiled>();

/** The statement of a single inventory, which is asked for most: compiled once. */
function byUuid(entity: Entity, uuid: string): Compiled {
  let known = BY_UUID.get(entity);
  if (!known) {
    known = compilePage(entity, queryByUuid(''), undefined, undefined);
    BY_UUID.set(entity, known);
  }
  const [, ...others] = known.values;
  return { text: known.text, values: [uuid.toLowerCase(), ...others] };
}

/** The query APIs' view of one world. Every query is SQL: nothing is filtered or sorted here. */
export function createInventoryQueries(database: Database): InventoryQueries {
  /** `complete` takes the rows as they are stored: each caller says what its entity's are. */
  function queryable<Row>(name: EntityName, complete: (rows: never[]) => Row[]): Queryable<Row> {
    const entity: Entity = ENTITIES[name];
    const decode = decoderOf(entity) as (row: unknown[]) => never;
    function pageOf(query: Query, viewer: string | undefined): Row[] {
      const plan = planOf(database, entity, query, viewer);
      return complete(all(database, compilePage(entity, query, viewer, plan)).map(decode));
    }
    function countOf(query: Query, viewer: string | undefined): number {
      const plan = planOf(database, entity, { ...query, reply: 'count' }, viewer);
      return Number(one(database, compileCount(entity, query, viewer, plan))?.[0] ?? 0);
    }
    return {
      find(uuid, viewer) {
        if (viewer !== undefined) return pageOf(queryByUuid(uuid), viewer)[0];
        return complete(all(database, byUuid(entity, uuid)).map(decode))[0];
      },
      query(query, viewer) {
        const rows = query.reply === 'count' ? [] : pageOf(query, viewer);
        return { rows, total: query.reply === 'page' ? undefined : countOf(query, viewer) };
      },
      countDistinct(selection, fields, viewer) {
        const count = one(database, compileDistinctCount(entity, selection, fields, viewer));
        return Number(count?.[0] ?? 0);
      },
      summarize(summary, viewer) {
        const { columns, ...compiled } = compileSummary(entity, summary, viewer);
        return { columns, rows: all(database, compiled) };
      },
    };
  }
  const plain = <Row>(name: EntityName) => queryable<Row>(name, (rows) => rows);

  const withClusters = (rows: PrimaryStorage[]) => {
    const clusters = groupBy(CHILDREN.clusters(database, rows), (row) => row.primaryStorageUuid);
    const ofCeph = rows.filter(({ type }) => type === 'Ceph');
    const mons = groupBy(CHILDREN.primaryMons(database, ofCeph), (row) => row.storageUuid);
    const pools = groupBy(CHILDREN.pools(database, ofCeph), (row) => row.primaryStorageUuid);
    return rows.map((row) => ({
      ...row,
      clusterUuids: (clusters.get(row.uuid) ?? []).map((cluster) => cluster.clusterUuid),
      mons: mons.get(row.uuid) ?? [],
      pools: pools.get(row.uuid) ?? [],
    }));
  };
  const withZones = (rows: BackupStorage[]) => {
    const attached = groupBy(CHILDREN.zones(database, rows), (row) => row.backupStorageUuid);
    const ofCeph = rows.filter(({ type }) => type === 'Ceph');
    const mons = groupBy(CHILDREN.backupMons(database, ofCeph), (row) => row.storageUuid);
    return rows.map((row) => ({
      ...row,
      mons: mons.get(row.uuid) ?? [],
      zoneUuids: (attached.get(row.uuid) ?? []).map((zone) => zone.zoneUuid),
    }));
  };
  const changes = database.prepare('select total_changes()').pluck();
  return {
    changes: () => changes.get() as number,
    zones: plain('zone'),
    clusters: plain('cluster'),
    hosts: queryable('host', (rows: Host[]) => {
      const guests = groupBy(CHILDREN.guests(database, rows), (row) => row.hostUuid);
      return rows.map((row) => {
        const own = guests.get(row.uuid) ?? [];
        return {
          ...row,
          usedCpus: own.reduce((sum, { cpuNum }) => sum + cpuNum, 0),
          usedMemory: own.reduce((sum, { memorySize }) => sum + memorySize, 0),
        };
      });
    }),
    cephPools: queryable('cephPrimaryStoragePool', (rows: CephPool[]) => {
      const uuids = [...new Set(rows.map(({ primaryStorageUuid }) => primaryStorageUuid))];
      const storages = CHILDREN.storagesOfPools(
        database,
        uuids.map((uuid) => ({ uuid })),
      );
      const byUuid = new Map(storages.map((storage) => [storage.uuid, storage]));
      return rows.flatMap((row) => {
        const storage = byUuid.get(row.primaryStorageUuid);
        return storage ? [{ ...row, storage }] : [];
      });
    }),
    localStorageResourceRefs: plain('localStorageResourceRef'),
    primaryStorages: queryable('primaryStorage', withClusters),
    cephPrimaryStorages: queryable('cephPrimaryStorage', withClusters),
    imageCaches: plain('imageCache'),
    backupStorages: queryable('backupStorage', withZones),
    sftpBackupStorages: queryable('sftpBackupStorage', withZones),
    cephBackupStorages: queryable('cephBackupStorage', withZones),
    imageStoreBackupStorages: queryable('imageStoreBackupStorage', withZones),
    vmInstances: queryable('vmInstance', (rows: VmInstance[]) => {
      const attached = groupBy(CHILDREN.volumes(database, rows), (row) => row.vmInstanceUuid);
      const drives = groupBy(CHILDREN.cdRoms(database, rows), (row) => row.vmInstanceUuid);
      return rows.map((row) => ({
        ...row,
        volumes: attached.get(row.uuid) ?? [],
        cdRoms: drives.get(row.uuid) ?? [],
      }));
    }),
    volumes: plain('volume'),
    volumeSnapshots: plain('volumeSnapshot'),
    volumeSnapshotTrees: queryable('volumeSnapshotTree', (rows: VolumeSnapshotTree[]) => {
      const snapshots = groupBy(CHILDREN.snapshots(database, rows), (row) => row.treeUuid);
      return rows.map((row) => ({ ...row, snapshots: snapshots.get(row.uuid) ?? [] }));
    }),
    images: queryable('image', (rows: Image[]) => {
      const refs = groupBy(CHILDREN.refs(database, rows), (row) => row.imageUuid);
      return rows.map((row) => ({ ...withSum(row), refs: refs.get(row.uuid) ?? [] }));
    }),
    accounts: plain('account'),
    accountResourceRefs: plain('accountResourceRef'),
    sharedResources: plain('sharedResource'),
    quotas: plain('quota'),
    accessKeys: plain('accessKey'),
    systemTags: plain('systemTag'),
    userTags: queryable('userTag', (rows: UserTag[]) => {
      const uuids = new Set(rows.flatMap(({ tagPatternUuid }) => tagPatternUuid ?? []));
      const patterns = CHILDREN.patterns(
        database,
        [...uuids].map((uuid) => ({ uuid })),
      );
      const byUuid = new Map(patterns.map((pattern) => [pattern.uuid, pattern]));
      return rows.map((row) => ({
        ...row,
        tagPattern: byUuid.get(row.tagPatternUuid ?? '') ?? null,
      }));
    }),
    tagPatterns: plain('tagPattern'),
    longJobs: plain('longJob'),
    globalConfigs: plain('globalConfig'),
    resourceConfigs: plain('resourceConfig'),
  };
}

/** A row of an entity's page as the code sees it. */
function decoderOf({ columns, fields }: Entity): (row: unknown[]) => object {
  if (Object.keys(columns).length > 0) return rowDecoder(columns);
  const names = Object.keys(fields);
  return (row) => Object.fromEntries(names.map((name, i) => [name, row[i]]));
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
