import { eq, sql } from 'drizzle-orm';
import type { VolumeSnapshotGroupRepository } from '../../domain/volume-snapshot/volume-snapshot-group.js';
import type { Database } from '../database.js';
import { volumeSnapshotGroupRefs as refs, volumeSnapshotGroups } from '../schema/index.js';
import { queries, WriteStatement } from '../statement.js';
import { defineRowStore, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(volumeSnapshotGroups, ['name', 'description']);
const listByVm = rowsWhere(
  volumeSnapshotGroups,
  eq(volumeSnapshotGroups.vmInstanceUuid, sql.placeholder('vmInstanceUuid')),
);
const insertRef = insertInto(refs);
const listRefs = rowsWhere(refs, eq(refs.volumeSnapshotGroupUuid, sql.placeholder('groupUuid')));
const updateRef = new WriteStatement(() =>
  queries
    .update(refs)
    .set({
      volumeType: sql`${sql.placeholder('volumeType')}`,
      volumeSnapshotInstallPath: sql`${sql.placeholder('volumeSnapshotInstallPath')}`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(eq(refs.volumeSnapshotUuid, sql.placeholder('volumeSnapshotUuid'))),
);
const markDeleted = new WriteStatement(() =>
  queries
    .update(refs)
    .set({ snapshotDeleted: true, lastOpDate: sql`${sql.placeholder('now')}` })
    .where(eq(refs.volumeSnapshotUuid, sql.placeholder('volumeSnapshotUuid'))),
);

export function createVolumeSnapshotGroupRepository(
  database: Database,
): VolumeSnapshotGroupRepository {
  return {
    ...store.open(database),
    listByVm: (vmInstanceUuid) => listByVm.all(database, { vmInstanceUuid }),
    insertRef: (ref) => void insertRef.run(database, { ...ref }),
    listRefs: (groupUuid) => listRefs.all(database, { groupUuid }),
    updateRef: (volumeSnapshotUuid, told, now) =>
      void updateRef.run(database, { ...told, volumeSnapshotUuid, now }),
    markDeleted: (volumeSnapshotUuid, now) =>
      void markDeleted.run(database, { volumeSnapshotUuid, now }),
  };
}
