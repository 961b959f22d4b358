import { and, eq, sql } from 'drizzle-orm';
import type { VolumeSnapshotRepository } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Database } from '../database.js';
import { volumeSnapshots, volumeSnapshotTrees as trees } from '../schema/index.js';
import { queries, WriteStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(volumeSnapshots, [
  'name',
  'description',
  'state',
  'status',
  'latest',
  'volumeUuid',
  'volumeType',
  'groupUuid',
  'treeUuid',
  'parentUuid',
  'primaryStorageUuid',
  'primaryStorageInstallPath',
  'size',
  'distance',
]);
const listByTree = rowsWhere(
  volumeSnapshots,
  eq(volumeSnapshots.treeUuid, sql.placeholder('treeUuid')),
);
const listByVolume = rowsWhere(
  volumeSnapshots,
  eq(volumeSnapshots.volumeUuid, sql.placeholder('volumeUuid')),
);
const listByPrimaryStorage = rowsWhere(
  volumeSnapshots,
  eq(volumeSnapshots.primaryStorageUuid, sql.placeholder('storageUuid')),
);
const insertTree = insertInto(trees);
const ofVolume = eq(trees.volumeUuid, sql.placeholder('volumeUuid'));
const currentTree = rowsWhere(trees, and(ofVolume, sql`${trees.current} = 1`));
const creatingTrees = rowsWhere(trees, and(ofVolume, sql`${trees.status} = 'Creating'`));
const findTree = rowsWhere(trees, eq(trees.uuid, sql.placeholder('uuid')));
const makeCurrent = new WriteStatement(() =>
  queries
    .update(trees)
    .set({
      current: sql`${trees.uuid} is ${sql.placeholder('treeUuid')}`,
      status: sql`iif(${trees.uuid} is ${sql.placeholder('treeUuid')}, 'Completed', ${trees.status})`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(ofVolume),
);
const removeTree = deleteWhere(trees, eq(trees.uuid, sql.placeholder('uuid')));

export function createVolumeSnapshotRepository(database: Database): VolumeSnapshotRepository {
  return {
    ...store.open(database),
    listByTree: (treeUuid) => listByTree.all(database, { treeUuid }),
    listByVolume: (volumeUuid) => listByVolume.all(database, { volumeUuid }),
    listByPrimaryStorage: (storageUuid) => listByPrimaryStorage.all(database, { storageUuid }),
    insertTree: (tree) => void insertTree.run(database, { ...tree }),
    findTree: (uuid) => findTree.get(database, { uuid }),
    currentTree: (volumeUuid) => currentTree.get(database, { volumeUuid }),
    creatingTrees: (volumeUuid) => creatingTrees.all(database, { volumeUuid }),
    makeTreeCurrent: (volumeUuid, treeUuid, now) =>
      void makeCurrent.run(database, { volumeUuid, treeUuid, now }),
    removeTree: (uuid) => void removeTree.run(database, { uuid }),
  };
}
