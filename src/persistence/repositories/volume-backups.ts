import { and, eq, sql } from 'drizzle-orm';
import type { VolumeBackupRepository } from '../../domain/volume-backup/volume-backup.js';
import type { Database } from '../database.js';
import { volumeBackups, volumeBackupStorageRefs as refs } from '../schema/index.js';
import { queries, WriteStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(volumeBackups, [
  'name',
  'description',
  'state',
  'status',
  'mode',
  'size',
]);
const listByVolume = rowsWhere(
  volumeBackups,
  eq(volumeBackups.volumeUuid, sql.placeholder('volumeUuid')),
);
const insertRef = insertInto(refs);
const ofBackup = eq(refs.volumeBackupUuid, sql.placeholder('volumeBackupUuid'));
const onStorage = eq(refs.backupStorageUuid, sql.placeholder('backupStorageUuid'));
const theRef = sql`${and(ofBackup, onStorage)}`;
const listRefs = rowsWhere(refs, ofBackup);
const listRefsOn = rowsWhere(refs, onStorage);
const changeBytes = new WriteStatement(() =>
  queries
    .update(refs)
    .set({
      takenBytes: sql`${sql.placeholder('takenBytes')}`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(theRef),
);
const removeRef = deleteWhere(refs, theRef);

export function createVolumeBackupRepository(database: Database): VolumeBackupRepository {
  return {
    ...store.open(database),
    listByVolume: (volumeUuid) => listByVolume.all(database, { volumeUuid }),
    insertRef: (ref) => void insertRef.run(database, { ...ref }),
    listRefs: (volumeBackupUuid) => listRefs.all(database, { volumeBackupUuid }),
    listRefsOn: (backupStorageUuid) => listRefsOn.all(database, { backupStorageUuid }),
    changeTakenBytes: ({ volumeBackupUuid, backupStorageUuid }, takenBytes, now) =>
      void changeBytes.run(database, { volumeBackupUuid, backupStorageUuid, takenBytes, now }),
    removeRef: ({ volumeBackupUuid, backupStorageUuid }) =>
      void removeRef.run(database, { volumeBackupUuid, backupStorageUuid }),
  };
}
