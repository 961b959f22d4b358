import { and, asc, getTableColumns, getTableName, sql, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from '../database.js';
import {
  backupStorageZones,
  cephBackupStorageMons,
  cephPrimaryStorageMons,
  cephPrimaryStoragePools,
  imageBackupStorageRefs,
  ipRanges,
  l2NetworkClusters,
  l3NetworkDns,
  l3NetworkHostRoutes,
  networkServiceRefs,
  primaryStorageClusters,
  primaryStorages,
  reservedIpRanges,
  securityGroupL3Networks,
  securityGroupRules,
  tagPatterns,
  usedIps,
  vmCdRoms,
  vmNics,
  volumes,
  imageReplicationGroupRefs,
  volumeBackupStorageRefs,
  volumeSnapshotGroupRefs,
  volumeSnapshots,
} from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { clockOf, guard } from './query-clock.js';

/**
 * Rows of one table that belong to any of the parents. A single parent, as in every GET by uuid,
 * has a statement of its own: the table function for lists costs 15 us.
 */
function childrenOf<Columns extends Record<string, Column>>(
  table: SQLiteTable,
  columns: Columns,
  parent: Column,
) {
  // One parent may have any number of children.
  const inTime = sql.raw(guard(`"${getTableName(table)}".rowid`));
  const among = (condition: SQL) =>
    new ReadStatement(columns, () =>
      queries
        .select()
        .from(table)
        .where(and(condition, inTime))
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
    // Some at a time, so that the time is looked at between: each time they are sorted and made objects of.
    const found = [];
    for (let from = 0; from < parents.length; from += PARENTS) {
      const uuids = parents.slice(from, from + PARENTS).map(({ uuid }) => uuid);
      found.push(...ofMany.all(database, { parents: JSON.stringify(uuids) }));
      if (from > 0) clockOf(database).check();
    }
    return found;
  };
}

/** What ends a statement over a whole table whose time is over. */
export const inTimeOf = (table: SQLiteTable) => sql.raw(guard(`"${getTableName(table)}".rowid`));

/** Parents whose children are read at once: more than the page of a client without a limit has. */
const PARENTS = 1024;

export const CHILDREN = {
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
  backupRefs: childrenOf(
    volumeBackupStorageRefs,
    getTableColumns(volumeBackupStorageRefs),
    volumeBackupStorageRefs.volumeBackupUuid,
  ),
  groupRefs: childrenOf(
    volumeSnapshotGroupRefs,
    getTableColumns(volumeSnapshotGroupRefs),
    volumeSnapshotGroupRefs.volumeSnapshotGroupUuid,
  ),
  members: childrenOf(
    imageReplicationGroupRefs,
    getTableColumns(imageReplicationGroupRefs),
    imageReplicationGroupRefs.replicationGroupUuid,
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
  l2Clusters: childrenOf(
    l2NetworkClusters,
    getTableColumns(l2NetworkClusters),
    l2NetworkClusters.l2NetworkUuid,
  ),
  dns: childrenOf(l3NetworkDns, getTableColumns(l3NetworkDns), l3NetworkDns.l3NetworkUuid),
  ipRanges: childrenOf(ipRanges, getTableColumns(ipRanges), ipRanges.l3NetworkUuid),
  services: childrenOf(
    networkServiceRefs,
    getTableColumns(networkServiceRefs),
    networkServiceRefs.l3NetworkUuid,
  ),
  hostRoutes: childrenOf(
    l3NetworkHostRoutes,
    getTableColumns(l3NetworkHostRoutes),
    l3NetworkHostRoutes.l3NetworkUuid,
  ),
  reserved: childrenOf(
    reservedIpRanges,
    getTableColumns(reservedIpRanges),
    reservedIpRanges.l3NetworkUuid,
  ),
  nics: childrenOf(vmNics, getTableColumns(vmNics), vmNics.vmInstanceUuid),
  usedIps: childrenOf(usedIps, getTableColumns(usedIps), usedIps.vmNicUuid),
  rules: childrenOf(
    securityGroupRules,
    getTableColumns(securityGroupRules),
    securityGroupRules.securityGroupUuid,
  ),
  groupNetworks: childrenOf(
    securityGroupL3Networks,
    getTableColumns(securityGroupL3Networks),
    securityGroupL3Networks.securityGroupUuid,
  ),
  patterns: childrenOf(tagPatterns, getTableColumns(tagPatterns), tagPatterns.uuid),
};

export function groupBy<Row>(
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
