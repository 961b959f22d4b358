import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { BackupStorageRepository } from '../../domain/backup-storage/backup-storage.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { backupStorages, backupStorageZones } from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const columns = getTableColumns(backupStorages);
const insert = insertInto(backupStorages);
const attachToZone = insertInto(backupStorageZones);
const find = new ReadStatement(columns, () =>
  queries
    .select()
    .from(backupStorages)
    .where(eq(backupStorages.uuid, sql.placeholder('uuid'))),
);
const list = new ReadStatement(columns, () =>
  queries
    .select()
    .from(backupStorages)
    .orderBy(asc(sql`${backupStorages}.rowid`)),
);
const listByZone = new ReadStatement(columns, () =>
  queries
    .select(columns)
    .from(backupStorages)
    .innerJoin(backupStorageZones, eq(backupStorageZones.backupStorageUuid, backupStorages.uuid))
    .where(eq(backupStorageZones.zoneUuid, sql.placeholder('zoneUuid')))
    .orderBy(asc(sql`${backupStorages}.rowid`)),
);
const isAttached = new ReadStatement({ zoneUuid: backupStorageZones.zoneUuid }, () =>
  queries
    .select({ zoneUuid: backupStorageZones.zoneUuid })
    .from(backupStorageZones)
    .where(
      and(
        eq(backupStorageZones.backupStorageUuid, sql.placeholder('uuid')),
        eq(backupStorageZones.zoneUuid, sql.placeholder('zoneUuid')),
      ),
    ),
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

export function createBackupStorageRepository(
  database: Database,
  rows: RowCache,
): BackupStorageRepository {
  return {
    insert: (storage) => void insert.run(database, { ...storage }),
    attachToZone: (backupStorageUuid, zoneUuid) =>
      void attachToZone.run(database, { backupStorageUuid, zoneUuid }),
    find: (uuid) => rows.read(uuid, () => find.get(database, { uuid })),
    list: () => list.all(database, {}),
    listByZone: (zoneUuid) => listByZone.all(database, { zoneUuid }),
    isAttachedToZone: (uuid, zoneUuid) =>
      isAttached.get(database, { uuid, zoneUuid }) !== undefined,
    changeAvailableCapacity(uuid, bytes) {
      rows.forget(uuid);
      return changeAvailable.run(database, { uuid, bytes }) === 1;
    },
  };
}
