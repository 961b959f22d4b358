import { eq, sql } from 'drizzle-orm';
import type { ClusterRepository } from '../../domain/cluster/cluster.js';
import type { HostRepository } from '../../domain/host/host.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { hostsWithUse } from '../queries/hosts-with-use.js';
import { clusters, hosts } from '../schema/index.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const clusterStore = defineRowStore(clusters, ['name', 'description', 'state', 'architecture']);
const clustersOfZone = rowsWhere(clusters, eq(clusters.zoneUuid, sql.placeholder('zoneUuid')));

export function createClusterRepository(database: Database, rows: RowCache): ClusterRepository {
  return {
    ...clusterStore.open(database, rows),
    listByZone: (zoneUuid) => clustersOfZone.all(database, { zoneUuid }),
  };
}

const hostStore = defineRowStore(hosts, [
  'name',
  'description',
  'managementIp',
  'state',
  'status',
  'username',
  'sshPort',
  'isReachable',
]);
const hostsOfCluster = rowsWhere(hosts, eq(hosts.clusterUuid, sql.placeholder('clusterUuid')));
const hostAt = rowsWhere(hosts, eq(hosts.managementIp, sql.placeholder('managementIp')));

export function createHostRepository(database: Database, rows: RowCache): HostRepository {
  return {
    ...hostStore.open(database, rows),
    listByCluster: (clusterUuid) => hostsOfCluster.all(database, { clusterUuid }),
    withUse: (rowsOf) => hostsWithUse(database, rowsOf),
    findByAddress: (managementIp) => hostAt.get(database, { managementIp }),
  };
}
