import { asc, sql } from 'drizzle-orm';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { InventoryQueries } from '../../domain/inventory-queries.js';
import type { Image } from '../../domain/image/image.js';
import type { ReplicationGroup } from '../../domain/replication-group/replication-group.js';
import type { UserTag } from '../../domain/tag/tag.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { VolumeBackup } from '../../domain/volume-backup/volume-backup.js';
import type { VolumeSnapshotGroup } from '../../domain/volume-snapshot/volume-snapshot-group.js';
import type { VolumeSnapshotTree } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Host } from '../../domain/host/host.js';
import type { CephPool } from '../../domain/ceph/ceph.js';
import type { L2Network } from '../../domain/network/l2-network.js';
import type { L3Network } from '../../domain/network/l3-network.js';
import type { ProviderWithNetworks } from '../../domain/network/service-provider.js';
import type { Vip } from '../../domain/network/vip.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import type { SecurityGroup } from '../../domain/security-group/security-group.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { DEFAULT_LIMIT, EVERYTHING, queryByUuid, type Query } from '../../query/query.js';
import type { Queryable, Value } from '../../query/queryable.js';
import { nullPointer } from '../../query/zql/query-error.js';
import type { Database } from '../database.js';
import { withSum, type LaterSums } from '../later-sums.js';
import { l2Networks } from '../schema/index.js';
import { queries, ReadStatement, rowDecoder } from '../statement.js';
import { allRows, groupRows, oneRow, pageRows, withinDeadline, type Asking } from './asking.js';
import { compileCount, compilePage } from './compile.js';
import { compileCountOf, compileTable } from './compile-table.js';
import { countedOf } from './counted.js';
import { ENTITIES, type Entity, type EntityName } from './entities.js';
import { hostsWithUse } from './hosts-with-use.js';
import { vipsInUse } from './vips-in-use.js';
import { canRestrict, listsAmong, ownerOf } from './names.js';
import { checkSort } from './order.js';
import { byTheBestWay, byUuid } from './plan.js';
import { clockOf, OutOfTime } from './query-clock.js';
import { checkShape } from './shape.js';
import { CHILDREN, groupBy, inTimeOf } from './children.js';

/** What the operator lets a query cost. */
export interface QueryLimits {
  /** So many ms one request may hold the process. */
  readonly deadline: number;
}

/** The query APIs' view of one world. Every query is SQL: nothing is filtered or sorted here. */
export function createInventoryQueries(
  database: Database,
  { deadline }: QueryLimits,
  sums: LaterSums,
): InventoryQueries {
  const clock = clockOf(database);
  const asking: Asking = { database, clock };
  /** `complete` takes the rows as they are stored: each caller says what its entity's are. */
  function queryable<Row>(name: EntityName, complete: (rows: never[]) => Row[]): Queryable<Row> {
    const entity: Entity = ENTITIES[name];
    const decode = decoderOf(entity) as (row: unknown[]) => never;
    function pageOf(query: Query, viewer: string | undefined): Row[] {
      const rows = byTheBestWay(asking, entity, query, viewer, (plan) =>
        pageRows(asking, compilePage(entity, query, viewer, plan), query),
      );
      // A right join finds what no inventory stands beside, and the real system makes one of nothing.
      if (query.joins && rows.some((row) => row.every((value) => value === null)))
        throw nullPointer();
      return completed(rows);
    }
    function completed(rows: unknown[][]): Row[] {
      const whole = complete(rows.map(decode));
      if (rows.length > DEFAULT_LIMIT) clock.check();
      return whole;
    }
    function countOf(query: Query, viewer: string | undefined): number {
      const counting = { ...query, reply: 'count' as const };
      return byTheBestWay(asking, entity, counting, viewer, (plan) =>
        Number(oneRow(asking, compileCount(entity, query, viewer, plan))?.[0] ?? 0),
      );
    }
    return {
      find(uuid, viewer) {
        if (viewer !== undefined) return pageOf(queryByUuid(uuid), viewer)[0];
        return completed(allRows(asking, byUuid(entity, uuid)))[0];
      },
      query(query, viewer) {
        checkShape(entity, query);
        const rows = query.reply === 'count' ? [] : pageOf(query, viewer);
        if (query.reply === 'page') return { rows, total: undefined };
        return { rows, total: countOf(countedOf(entity, query), viewer) };
      },
      count(selection, counted, viewer) {
        checkShape(entity, selection);
        const isAll = counted === undefined || isAlwaysThere(entity, counted);
        if (isAll && !selection.joins) return countOf({ ...EVERYTHING, ...selection }, viewer);
        const value = counted ?? { field: undefined, functions: [] };
        const compiled = compileCountOf(entity, selection, value, viewer);
        return Number(groupRows(asking, compiled)[0]?.[0] ?? 0);
      },
      tabulate(table, viewer) {
        checkShape(entity, table);
        const { columns, ...compiled } = compileTable(entity, table, viewer);
        return { columns, rows: groupRows(asking, compiled) };
      },
      listsAmong: (fields) => listsAmong(entity, fields),
      ownerOf: (path) => ownerOf(entity, path),
      canRestrict: (restriction) => canRestrict(entity, restriction),
      checkSort: (sort) => checkSort(entity, sort),
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
  const withUse = (rows: Host[]) => hostsWithUse(database, rows);
  const withL2Clusters = (rows: L2Network[]) => {
    const refs = groupBy(CHILDREN.l2Clusters(database, rows), (row) => row.l2NetworkUuid);
    return rows.map((row) => ({
      ...row,
      clusterUuids: (refs.get(row.uuid) ?? []).map(({ clusterUuid }) => clusterUuid),
    }));
  };
  const withIps = (rows: VmNic[]) => {
    const addresses = groupBy(CHILDREN.usedIps(database, rows), (row) => row.vmNicUuid);
    return rows.map((row) => ({ ...row, usedIps: addresses.get(row.uuid) ?? [] }));
  };
  const withParts = (rows: L3Network[]) => {
    const dns = groupBy(CHILDREN.dns(database, rows), (row) => row.l3NetworkUuid);
    const ranges = groupBy(CHILDREN.ipRanges(database, rows), (row) => row.l3NetworkUuid);
    const services = groupBy(CHILDREN.services(database, rows), (row) => row.l3NetworkUuid);
    const routes = groupBy(CHILDREN.hostRoutes(database, rows), (row) => row.l3NetworkUuid);
    const reserved = groupBy(CHILDREN.reserved(database, rows), (row) => row.l3NetworkUuid);
    return rows.map((row) => ({
      ...row,
      dns: dns.get(row.uuid) ?? [],
      ipRanges: (ranges.get(row.uuid) ?? []).toSorted((a, b) => (a.startKey < b.startKey ? -1 : 1)),
      networkServices: services.get(row.uuid) ?? [],
      hostRoutes: routes.get(row.uuid) ?? [],
      reservedIpRanges: reserved.get(row.uuid) ?? [],
    }));
  };
  const allL2Uuids = new ReadStatement({ uuid: l2Networks.uuid }, () =>
    queries
      .select({ uuid: l2Networks.uuid })
      .from(l2Networks)
      .where(inTimeOf(l2Networks))
      .orderBy(asc(sql`${l2Networks}.rowid`)),
  );
  const withNetworks = (rows: Omit<ProviderWithNetworks, 'l2NetworkUuids'>[]) => {
    if (rows.length === 0) return [];
    const l2NetworkUuids = allL2Uuids.all(database, {}).map(({ uuid }) => uuid);
    return rows.map((row) => ({ ...row, l2NetworkUuids }));
  };
  return {
    changes: () => changes.get() as number,
    inTime(work) {
      const once = () => withinDeadline(clock, deadline, work);
      try {
        return once();
      } catch (error) {
        if (!(error instanceof OutOfTime)) throw error;
        return sums.make().then(once);
      }
    },
    checkTime: clock.check,
    zones: plain('zone'),
    clusters: plain('cluster'),
    hosts: queryable('host', withUse),
    kvmHosts: queryable('kvmHost', withUse),
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
    cephOsdGroups: plain('cephOsdGroup'),
    localStorageResourceRefs: plain('localStorageResourceRef'),
    primaryStorages: queryable('primaryStorage', withClusters),
    cephPrimaryStorages: queryable('cephPrimaryStorage', withClusters),
    imageCaches: plain('imageCache'),
    backupStorages: queryable('backupStorage', withZones),
    sftpBackupStorages: queryable('sftpBackupStorage', withZones),
    cephBackupStorages: queryable('cephBackupStorage', withZones),
    imageStoreBackupStorages: queryable('imageStoreBackupStorage', withZones),
    vmCdRoms: plain('vmCdRom'),
    vmInstances: queryable('vmInstance', (rows: VmInstance[]) => {
      const attached = groupBy(CHILDREN.volumes(database, rows), (row) => row.vmInstanceUuid);
      const drives = groupBy(CHILDREN.cdRoms(database, rows), (row) => row.vmInstanceUuid);
      const nics = groupBy(withIps(CHILDREN.nics(database, rows)), (row) => row.vmInstanceUuid);
      return rows.map((row) => ({
        ...row,
        volumes: attached.get(row.uuid) ?? [],
        cdRoms: drives.get(row.uuid) ?? [],
        nics: (nics.get(row.uuid) ?? []).toSorted((a, b) => a.deviceId - b.deviceId),
      }));
    }),
    instanceOfferings: plain('instanceOffering'),
    diskOfferings: plain('diskOffering'),
    l2Networks: queryable('l2Network', withL2Clusters),
    l2VlanNetworks: queryable('l2VlanNetwork', withL2Clusters),
    l3Networks: queryable('l3Network', withParts),
    networkServiceRefs: plain('networkServiceL3NetworkRef'),
    networkServiceProviders: queryable('networkServiceProvider', withNetworks),
    ipRanges: plain('ipRange'),
    addressPools: plain('addressPool'),
    reservedIpRanges: plain('reservedIpRange'),
    usedIps: plain('usedIp'),
    vmNics: queryable('vmNic', withIps),
    vips: queryable('vip', (rows: Vip[]) => vipsInUse(database, rows)),
    eips: plain('eip'),
    volumes: plain('volume'),
    volumeSnapshots: plain('volumeSnapshot'),
    imageGroups: plain('imageGroup'),
    imageGroupRefs: plain('imageGroupRef'),
    imagePackages: plain('imagePackage'),
    volumeBackups: queryable('volumeBackup', (rows: VolumeBackup[]) => {
      const refs = groupBy(CHILDREN.backupRefs(database, rows), (row) => row.volumeBackupUuid);
      return rows.map((row) => ({ ...row, refs: refs.get(row.uuid) ?? [] }));
    }),
    imageReplicationGroups: queryable('imageReplicationGroup', (rows: ReplicationGroup[]) => {
      const refs = groupBy(CHILDREN.members(database, rows), (row) => row.replicationGroupUuid);
      return rows.map((row) => ({ ...row, refs: refs.get(row.uuid) ?? [] }));
    }),
    volumeSnapshotGroups: queryable('volumeSnapshotGroup', (rows: VolumeSnapshotGroup[]) => {
      const refs = groupBy(
        CHILDREN.groupRefs(database, rows),
        (row) => row.volumeSnapshotGroupUuid,
      );
      return rows.map((row) => ({ ...row, refs: refs.get(row.uuid) ?? [] }));
    }),
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
    users: plain('user'),
    userGroups: plain('userGroup'),
    policies: plain('policy'),
    managementNodes: plain('managementNode'),
    garbageJobs: plain('garbageCollector'),
    webhooks: plain('webhook'),
    securityGroups: queryable('securityGroup', (rows: SecurityGroup[]) => {
      const rules = groupBy(CHILDREN.rules(database, rows), (row) => row.securityGroupUuid);
      const networks = groupBy(
        CHILDREN.groupNetworks(database, rows),
        (row) => row.securityGroupUuid,
      );
      return rows.map((row) => ({
        ...row,
        rules: rules.get(row.uuid) ?? [],
        l3NetworkUuids: (networks.get(row.uuid) ?? []).map((ref) => ref.l3NetworkUuid),
      }));
    }),
    securityGroupRules: plain('securityGroupRule'),
    vmNicSecurityGroupRefs: plain('vmNicSecurityGroupRef'),
    vmNicSecurityPolicies: plain('vmNicSecurityPolicy'),
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
    sshKeyPairs: plain('sshKeyPair'),
    longJobs: plain('longJob'),
    globalConfigs: plain('globalConfig'),
    resourceConfigs: plain('resourceConfig'),
  };
}

/** Whether counting a field is counting inventories: each of them has something in it. */
function isAlwaysThere({ columns }: Entity, { field, functions }: Value): boolean {
  return functions.length === 0 && field !== undefined && (columns[field]?.notNull ?? false);
}

/** A row of an entity's page as the code sees it. */
function decoderOf({ columns, fields }: Entity): (row: unknown[]) => object {
  if (Object.keys(columns).length > 0) return rowDecoder(columns);
  const names = Object.keys(fields);
  return (row) => Object.fromEntries(names.map((name, i) => [name, row[i]]));
}
