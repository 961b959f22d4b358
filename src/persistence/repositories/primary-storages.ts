import { and, asc, eq, sql } from 'drizzle-orm';
import type { PrimaryStorageRepository } from '../../domain/primary-storage/primary-storage.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import {
  localVolumes,
  primaryStorageClusters as clusters,
  primaryStorages,
} from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { deleteWhere, defineRowStore, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(primaryStorages, [
  'name',
  'description',
  'url',
  'state',
  'status',
  'isReachable',
]);
const insertCluster = insertInto(clusters);
const list = rowsWhere(primaryStorages, undefined);
const listByZone = rowsWhere(
  primaryStorages,
  eq(primaryStorages.zoneUuid, sql.placeholder('zoneUuid')),
);
const clustersOf = new ReadStatement({ clusterUuid: clusters.clusterUuid }, () =>
  queries
    .select({ clusterUuid: clusters.clusterUuid })
    .from(clusters)
    .where(eq(clusters.primaryStorageUuid, sql.placeholder('uuid')))
    .orderBy(asc(clusters.clusterUuid)),
);
const listByCluster = rowsWhere(
  primaryStorages,
  sql`${primaryStorages.uuid} in (select ${clusters.primaryStorageUuid} from ${clusters} where ${clusters.clusterUuid} = ${sql.placeholder('clusterUuid')})`,
);
const detach = new WriteStatement(() =>
  queries
    .delete(clusters)
    .where(
      and(
        eq(clusters.primaryStorageUuid, sql.placeholder('uuid')),
        eq(clusters.clusterUuid, sql.placeholder('clusterUuid')),
      ),
    ),
);
const place = new WriteStatement(() =>
  queries
    .insert(localVolumes)
    .values({
      volumeUuid: sql.placeholder('volumeUuid'),
      hostUuid: sql.placeholder('hostUuid'),
    })
    .onConflictDoUpdate({
      target: localVolumes.volumeUuid,
      set: { hostUuid: sql`excluded.host_uuid` },
    }),
);
const hostOf = rowsWhere(localVolumes, eq(localVolumes.volumeUuid, sql.placeholder('volumeUuid')));
const onHost = rowsWhere(localVolumes, eq(localVolumes.hostUuid, sql.placeholder('hostUuid')));
const forgetHost = deleteWhere(
  localVolumes,
  eq(localVolumes.hostUuid, sql.placeholder('hostUuid')),
);
const changeAvailable = new WriteStatement(() =>
  queries
    .update(primaryStorages)
    .set({
      availableCapacity: sql`${primaryStorages.availableCapacity} + ${sql.placeholder('virtual')}`,
      availablePhysicalCapacity: sql`${primaryStorages.availablePhysicalCapacity} + ${sql.placeholder('physical')}`,
    })
    .where(
      and(
        eq(primaryStorages.uuid, sql.placeholder('uuid')),
        sql`${primaryStorages.availableCapacity} + ${sql.placeholder('virtual')} between 0 and ${primaryStorages.totalCapacity}`,
        sql`${primaryStorages.availablePhysicalCapacity} + ${sql.placeholder('physical')} between 0 and ${primaryStorages.totalPhysicalCapacity}`,
      ),
    ),
);

export function createPrimaryStorageRepository(
  database: Database,
  rows: RowCache,
): PrimaryStorageRepository {
  const opened = store.open(database, rows);
  return {
    ...opened,
    insert(storage, clusterUuids) {
      opened.insert(storage);
      for (const clusterUuid of clusterUuids) {
        insertCluster.run(database, { primaryStorageUuid: storage.uuid, clusterUuid });
      }
    },
    list: () => list.all(database, {}),
    listByZone: (zoneUuid) => listByZone.all(database, { zoneUuid }),
    clusterUuids: (uuid) => clustersOf.all(database, { uuid }).map((row) => row.clusterUuid),
    listByCluster: (clusterUuid) => listByCluster.all(database, { clusterUuid }),
    attachToCluster: (primaryStorageUuid, clusterUuid) =>
      void insertCluster.run(database, { primaryStorageUuid, clusterUuid }),
    detachFromCluster: (uuid, clusterUuid) => void detach.run(database, { uuid, clusterUuid }),
    placeLocalVolume: (volumeUuid, hostUuid) => void place.run(database, { volumeUuid, hostUuid }),
    localVolumesOn: (hostUuid) =>
      onHost.all(database, { hostUuid }).map(({ volumeUuid }) => volumeUuid),
    forgetLocalVolumesOn: (hostUuid) => void forgetHost.run(database, { hostUuid }),
    hostOfLocalVolume: (volumeUuid) => hostOf.get(database, { volumeUuid })?.hostUuid,
    changeAvailableCapacity(uuid, virtual, physical) {
      rows.forget(uuid);
      return changeAvailable.run(database, { uuid, virtual, physical }) === 1;
    },
  };
}
