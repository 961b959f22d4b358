import { and, eq, sql } from 'drizzle-orm';
import type { GarbageJobRepository } from '../../domain/garbage/garbage.js';
import type { ImageCacheRepository } from '../../domain/image-cache/image-cache.js';
import type { TrashRepository } from '../../domain/trash/trash.js';
import type { Database } from '../database.js';
import { garbageJobs, imageCaches, trash } from '../schema/index.js';
import {
  defineRowStore,
  deleteWhere,
  insertInto,
  rowsWhere,
  updateOf,
} from '../table-statements.js';

const insertCache = insertInto(imageCaches, ['id']);
const cachesOn = eq(imageCaches.primaryStorageUuid, sql.placeholder('storageUuid'));
const findCache = rowsWhere(
  imageCaches,
  and(cachesOn, eq(imageCaches.imageUuid, sql.placeholder('imageUuid'))),
);
const listCaches = rowsWhere(imageCaches, cachesOn);
const removeCache = deleteWhere(imageCaches, eq(imageCaches.id, sql.placeholder('id')));

export function createImageCacheRepository(database: Database): ImageCacheRepository {
  return {
    insert: (cache) => void insertCache.run(database, { ...cache }),
    find: (storageUuid, imageUuid) => findCache.get(database, { storageUuid, imageUuid }),
    listByPrimaryStorage: (storageUuid) => listCaches.all(database, { storageUuid }),
    remove: (id) => void removeCache.run(database, { id }),
  };
}

const insertTrash = insertInto(trash, ['trashId']);
const listTrash = rowsWhere(trash, eq(trash.storageUuid, sql.placeholder('storageUuid')));
const removeTrash = deleteWhere(trash, eq(trash.trashId, sql.placeholder('trashId')));

export function createTrashRepository(database: Database): TrashRepository {
  return {
    insert: (item) => void insertTrash.run(database, { ...item }),
    listByStorage: (storageUuid) => listTrash.all(database, { storageUuid }),
    remove: (trashId) => void removeTrash.run(database, { trashId }),
  };
}

const garbageStore = defineRowStore(garbageJobs);
const listGarbage = rowsWhere(garbageJobs, undefined);
const setStatus = updateOf(garbageJobs, garbageJobs.uuid, ['status']);

export function createGarbageJobRepository(database: Database): GarbageJobRepository {
  const store = garbageStore.open(database);
  return {
    insert: store.insert,
    find: store.find,
    remove: (uuid) => store.remove(uuid),
    list: () => listGarbage.all(database, {}),
    setStatus: (uuid, status, now) => void setStatus.run(database, { key: uuid, status, now }),
  };
}
