import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type {
  BackupStorage,
  BackupStorageRepository,
} from '../../domain/backup-storage/backup-storage.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import {
  backupStorageReservations as reservations,
  backupStorages,
  backupStorageZones,
  imageStoreQuotas,
} from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';
import type { UnsavedJob } from './unsaved-job.js';

const columns = getTableColumns(backupStorages);
const store = defineRowStore(backupStorages, [
  'name',
  'description',
  'hostname',
  'username',
  'sshPort',
  'state',
  'status',
  'isReachable',
]);
const attachToZone = insertInto(backupStorageZones);
const isHereAndThere = and(
  eq(backupStorageZones.backupStorageUuid, sql.placeholder('uuid')),
  eq(backupStorageZones.zoneUuid, sql.placeholder('zoneUuid')),
);
const list = rowsWhere(backupStorages, undefined);
const listByZone = new ReadStatement(columns, () =>
  queries
    .select(columns)
    .from(backupStorages)
    .innerJoin(backupStorageZones, eq(backupStorageZones.backupStorageUuid, backupStorages.uuid))
    .where(eq(backupStorageZones.zoneUuid, sql.placeholder('zoneUuid')))
    .orderBy(asc(sql`${backupStorages}.rowid`)),
);
const detachFromZone = new WriteStatement(() =>
  queries.delete(backupStorageZones).where(isHereAndThere),
);
const zonesOf = rowsWhere(
  backupStorageZones,
  eq(backupStorageZones.backupStorageUuid, sql.placeholder('uuid')),
);
const changeAvailable = new WriteStatement(() =>
  queries
    .update(backupStorages)
    .set({
      availableCapacity: sql`${backupStorages.availableCapacity} + ${sql.placeholder('bytes')}`,
    })
    .where(
      and(
        eq(backupStorages.uuid, sql.placeholder('uuid')),
        sql`${backupStorages.availableCapacity} + ${sql.placeholder('bytes')} between 0 and ${backupStorages.totalCapacity}`,
      ),
    ),
);

const takeForOthers = new WriteStatement(() =>
  queries
    .update(backupStorages)
    .set({
      systemUsedCapacity: sql`${backupStorages.systemUsedCapacity} + ${backupStorages.availableCapacity}`,
      availableCapacity: 0,
    })
    .where(eq(backupStorages.uuid, sql.placeholder('uuid'))),
);
const changeTotal = new WriteStatement(() =>
  queries
    .update(backupStorages)
    .set({
      totalCapacity: sql`${sql.placeholder('totalCapacity')}`,
      availableCapacity: sql`${backupStorages.availableCapacity} + ${sql.placeholder('totalCapacity')} - ${backupStorages.totalCapacity}`,
    })
    .where(eq(backupStorages.uuid, sql.placeholder('uuid'))),
);
const ofStorage = eq(imageStoreQuotas.backupStorageUuid, sql.placeholder('uuid'));
const findQuota = rowsWhere(imageStoreQuotas, ofStorage);
const insertQuota = insertInto(imageStoreQuotas);
const removeQuota = deleteWhere(imageStoreQuotas, ofStorage);
const insertReservation = insertInto(reservations);
const isReservation = sql`${reservations.jobUuid} = ${sql.placeholder('jobUuid')} and ${reservations.backupStorageUuid} = ${sql.placeholder('uuid')}`;
const findReservation = rowsWhere(reservations, isReservation);
const removeReservation = deleteWhere(reservations, isReservation);

/** Where the zones of a storage are kept. */
const zonesKey = (uuid: string) => `zones/${uuid}`;

export function createBackupStorageRepository(
  database: Database,
  rows: RowCache,
  unsaved: UnsavedJob,
): BackupStorageRepository {
  const zoneUuidsOf = (uuid: string) =>
    rows.read(backupStorageZones, zonesKey(uuid), () =>
      zonesOf.all(database, { uuid }).map(({ zoneUuid }) => zoneUuid),
    );
  return {
    ...store.open(database, rows),
    attachToZone(backupStorageUuid, zoneUuid) {
      rows.forget(zonesKey(backupStorageUuid));
      attachToZone.run(database, { backupStorageUuid, zoneUuid });
    },
    detachFromZone(uuid, zoneUuid) {
      rows.forget(zonesKey(uuid));
      detachFromZone.run(database, { uuid, zoneUuid });
    },
    zoneUuids: (uuid) => [...zoneUuidsOf(uuid)],
    list: () => list.all(database, {}),
    listByZone: (zoneUuid) => listByZone.all(database, { zoneUuid }),
    isAttachedToZone: (uuid, zoneUuid) => zoneUuidsOf(uuid).includes(zoneUuid),
    insertReservation(jobUuid, backupStorageUuid, bytes) {
      unsaved.write();
      insertReservation.run(database, { jobUuid, backupStorageUuid, bytes });
    },
    removeReservation(jobUuid, uuid) {
      const row = findReservation.get(database, { jobUuid, uuid });
      if (row) removeReservation.run(database, { jobUuid, uuid });
      return row?.bytes;
    },
    diskCapacity: (uuid) => findQuota.get(database, { uuid })?.diskCapacity,
    changeTotalCapacity(uuid, totalCapacity) {
      rows.forget(uuid);
      changeTotal.run(database, { uuid, totalCapacity });
    },
    noteDiskCapacity(uuid, bytes) {
      removeQuota.run(database, { uuid });
      if (bytes === null) return;
      insertQuota.run(database, { backupStorageUuid: uuid, diskCapacity: bytes });
    },
    takeForOthers(uuid) {
      rows.forget(uuid);
      takeForOthers.run(database, { uuid });
    },
    changeAvailableCapacity(uuid, bytes) {
      const isChanged = changeAvailable.run(database, { uuid, bytes }) === 1;
      const known = rows.peek(backupStorages, uuid) as BackupStorage | undefined;
      if (isChanged && known) {
        const availableCapacity = known.availableCapacity + bytes;
        rows.change(backupStorages, uuid, { availableCapacity });
      }
      return isChanged;
    },
  };
}
