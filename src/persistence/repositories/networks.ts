import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { keyOfText } from '../../core/ip.js';
import type { L2NetworkRepository } from '../../domain/network/l2-network.js';
import type {
  IpRangeRepository,
  L3NetworkRepository,
  ReservedIpRangeRepository,
  UsedIpRepository,
} from '../../domain/network/l3-network.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import {
  ipRanges,
  l2NetworkClusters,
  l2Networks,
  l3NetworkDns,
  l3NetworkHostRoutes,
  l3Networks,
  networkServiceRefs,
  reservedIpRanges,
  usedIps,
} from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const uuid = sql.placeholder('uuid');

const l2Store = defineRowStore(l2Networks, ['name', 'description', 'type', 'virtualNetworkId']);
const allL2s = rowsWhere(l2Networks, undefined);
const l2OfZone = rowsWhere(l2Networks, eq(l2Networks.zoneUuid, uuid));
const l2OfCluster = rowsWhere(
  l2Networks,
  sql`${l2Networks.uuid} in (select ${l2NetworkClusters.l2NetworkUuid} from ${l2NetworkClusters} where ${l2NetworkClusters.clusterUuid} = ${uuid})`,
);
const clustersOfL2 = rowsWhere(l2NetworkClusters, eq(l2NetworkClusters.l2NetworkUuid, uuid));
const attach = insertInto(l2NetworkClusters);
const detach = deleteWhere(
  l2NetworkClusters,
  sql`${l2NetworkClusters.l2NetworkUuid} = ${uuid} and ${l2NetworkClusters.clusterUuid} = ${sql.placeholder('clusterUuid')}`,
);

export function createL2NetworkRepository(database: Database, rows: RowCache): L2NetworkRepository {
  return {
    ...l2Store.open(database, rows),
    list: () => allL2s.all(database, {}),
    listByZone: (zoneUuid) => l2OfZone.all(database, { uuid: zoneUuid }),
    listByCluster: (clusterUuid) => l2OfCluster.all(database, { uuid: clusterUuid }),
    clusterUuids: (of) => clustersOfL2.all(database, { uuid: of }).map((ref) => ref.clusterUuid),
    attach: (ref) => void attach.run(database, { ...ref }),
    detach: (of, clusterUuid) => void detach.run(database, { uuid: of, clusterUuid }),
  };
}

const l3Store = defineRowStore(l3Networks, [
  'name',
  'description',
  'state',
  'dnsDomain',
  'system',
  'category',
  'ipVersion',
]);
const allL3s = rowsWhere(l3Networks, undefined);
const l3OfL2 = rowsWhere(l3Networks, eq(l3Networks.l2NetworkUuid, uuid));
const l3OfZone = rowsWhere(l3Networks, eq(l3Networks.zoneUuid, uuid));
const dnsOf = rowsWhere(l3NetworkDns, eq(l3NetworkDns.l3NetworkUuid, uuid));
const rangesOf = new ReadStatement(getTableColumns(ipRanges), () =>
  queries
    .select()
    .from(ipRanges)
    .where(eq(ipRanges.l3NetworkUuid, uuid))
    .orderBy(asc(ipRanges.startKey)),
);
const servicesOf = rowsWhere(networkServiceRefs, eq(networkServiceRefs.l3NetworkUuid, uuid));
const routesOf = rowsWhere(l3NetworkHostRoutes, eq(l3NetworkHostRoutes.l3NetworkUuid, uuid));
const reservedOf = rowsWhere(reservedIpRanges, eq(reservedIpRanges.l3NetworkUuid, uuid));
const insertDns = insertInto(l3NetworkDns);
const removeDns = deleteWhere(
  l3NetworkDns,
  sql`${l3NetworkDns.l3NetworkUuid} = ${uuid} and ${l3NetworkDns.dns} = ${sql.placeholder('dns')}`,
);
const insertRoute = insertInto(l3NetworkHostRoutes, ['id']);
const removeRoute = deleteWhere(
  l3NetworkHostRoutes,
  sql`${l3NetworkHostRoutes.l3NetworkUuid} = ${uuid} and ${l3NetworkHostRoutes.prefix} = ${sql.placeholder('prefix')}`,
);
const insertService = insertInto(networkServiceRefs);
const removeService = deleteWhere(
  networkServiceRefs,
  sql`${networkServiceRefs.l3NetworkUuid} = ${sql.placeholder('l3NetworkUuid')} and ${networkServiceRefs.networkServiceProviderUuid} = ${sql.placeholder('networkServiceProviderUuid')} and ${networkServiceRefs.networkServiceType} = ${sql.placeholder('networkServiceType')}`,
);

export function createL3NetworkRepository(database: Database, rows: RowCache): L3NetworkRepository {
  return {
    ...l3Store.open(database, rows),
    list: () => allL3s.all(database, {}),
    listByL2: (of) => l3OfL2.all(database, { uuid: of }),
    listByZone: (of) => l3OfZone.all(database, { uuid: of }),
    partsOf: (of) => ({
      dns: dnsOf.all(database, { uuid: of }),
      ipRanges: rangesOf.all(database, { uuid: of }),
      networkServices: servicesOf.all(database, { uuid: of }),
      hostRoutes: routesOf.all(database, { uuid: of }),
      reservedIpRanges: reservedOf.all(database, { uuid: of }),
    }),
    insertDns: (dns) => void insertDns.run(database, { ...dns }),
    removeDns: (of, dns) => void removeDns.run(database, { uuid: of, dns }),
    insertHostRoute: (route) => void insertRoute.run(database, { ...route }),
    removeHostRoute: (of, prefix) => void removeRoute.run(database, { uuid: of, prefix }),
    insertService: (ref) => void insertService.run(database, { ...ref }),
    removeService: (ref) => void removeService.run(database, { ...ref }),
  };
}

const rangeStore = defineRowStore(ipRanges, ['name', 'description']);

export function createIpRangeRepository(database: Database, rows: RowCache): IpRangeRepository {
  return {
    ...rangeStore.open(database, rows),
    listByL3: (of) => rangesOf.all(database, { uuid: of }),
  };
}

const reservedStore = defineRowStore(reservedIpRanges);

export function createReservedIpRangeRepository(
  database: Database,
  rows: RowCache,
): ReservedIpRangeRepository {
  return {
    ...reservedStore.open(database, rows),
    listByL3: (of) => reservedOf.all(database, { uuid: of }),
  };
}

const usedStore = defineRowStore(usedIps, ['vmNicUuid', 'usedFor', 'metaData', 'ipRangeUuid']);
const usedOfL3 = rowsWhere(usedIps, eq(usedIps.l3NetworkUuid, uuid));
const usedOfNic = rowsWhere(usedIps, eq(usedIps.vmNicUuid, uuid));
const usedByKey = rowsWhere(
  usedIps,
  and(eq(usedIps.l3NetworkUuid, uuid), eq(usedIps.ipKey, sql.placeholder('key'))),
);
const isBetween = sql`${usedIps.ipRangeUuid} = ${uuid} and ${usedIps.ipKey} between ${sql.placeholder('from')} and ${sql.placeholder('to')}`;
const taken = new ReadStatement({ ipKey: usedIps.ipKey }, () =>
  queries
    .select({ ipKey: usedIps.ipKey })
    .from(usedIps)
    .where(isBetween)
    .orderBy(asc(usedIps.ipKey)),
);
const countOf = { count: sql<number>`count(*)`.as('count') };
const countedBetween = new ReadStatement(countOf, () =>
  queries.select(countOf).from(usedIps).where(isBetween),
);
const counted = new ReadStatement(countOf, () =>
  queries.select(countOf).from(usedIps).where(eq(usedIps.ipRangeUuid, uuid)),
);

// Keys of the version begin with it, and the next text after all of them is the next number.
const countedOn = new ReadStatement(countOf, () =>
  queries
    .select(countOf)
    .from(usedIps)
    .where(
      sql`${usedIps.l3NetworkUuid} = ${uuid} and ${usedIps.ipKey} >= ${sql.placeholder('from')} and ${usedIps.ipKey} < ${sql.placeholder('to')}`,
    ),
);

export function createUsedIpRepository(database: Database, rows: RowCache): UsedIpRepository {
  return {
    ...usedStore.open(database, rows),
    listByL3: (of) => usedOfL3.all(database, { uuid: of }),
    listByNic: (of) => usedOfNic.all(database, { uuid: of }),
    findByIp: (of, ip) => usedByKey.get(database, { uuid: of, key: keyOfText(ip) ?? '' }),
    takenIn: (of, from, to) =>
      taken.all(database, { uuid: of, from, to }).map(({ ipKey }) => ipKey),
    countOn: (of, version) =>
      countedOn.get(database, { uuid: of, from: `${version}`, to: `${version + 1}` })?.count ?? 0,
    countBetween: (of, from, to) =>
      countedBetween.get(database, { uuid: of, from, to })?.count ?? 0,
    countIn: (of) => counted.get(database, { uuid: of })?.count ?? 0,
  };
}
