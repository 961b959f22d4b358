import { and, eq, lte, sql } from 'drizzle-orm';
import type { ImageRepository } from '../../domain/image/image.js';
import type { Database } from '../database.js';
import { withSum } from '../later-sums.js';
import { imageBackupStorageRefs as refs, images } from '../schema/index.js';
import {
  defineRowStore,
  deleteWhere,
  insertInto,
  rowsWhere,
  updateOf,
} from '../table-statements.js';

const MUTABLE = [
  'name',
  'description',
  'state',
  'status',
  'size',
  'actualSize',
  'md5Sum',
  'url',
  'mediaType',
  'guestOsType',
  'platform',
  'architecture',
  'format',
  'system',
  'virtio',
  'contentId',
];
// What a flow changes of an image: a row with fewer columns to write, and no index on them.
const PROGRESS = ['status', 'size', 'actualSize', 'md5Sum', 'contentId'];

const store = defineRowStore(images, MUTABLE);
const updateProgress = updateOf(images, images.uuid, PROGRESS);
const insertRef = insertInto(refs, ['id']);
const ofImage = eq(refs.imageUuid, sql.placeholder('imageUuid'));
const onStorage = eq(refs.backupStorageUuid, sql.placeholder('backupStorageUuid'));
const listRefs = rowsWhere(refs, ofImage);
const findRef = rowsWhere(refs, and(ofImage, onStorage));
const listRefsOn = rowsWhere(refs, onStorage);
const listDeletedRefs = rowsWhere(
  refs,
  and(sql`${refs.status} = 'Deleted'`, lte(refs.lastOpDate, sql.placeholder('date'))),
);
const updateRef = updateOf(refs, refs.id, [
  'status',
  'installPath',
  'takenBytes',
  'exportUrl',
  'exportMd5Sum',
  'exportBytes',
  'exportFormat',
]);
const removeRef = deleteWhere(refs, eq(refs.id, sql.placeholder('id')));
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

export function createImageRepository(database: Database): ImageRepository {
  const opened = store.open(database);
  return {
    ...opened,
    find(uuid) {
      const image = opened.find(uuid);
      return image && withSum(image);
    },
    update(image, change, now) {
      const isProgress = Object.keys(change).every((name) => PROGRESS.includes(name));
      if (!isProgress) opened.update(image, change, now);
      else updateProgress.run(database, { ...image, ...change, key: image.uuid, now });
    },
    insertRef: (ref) => void insertRef.run(database, { ...ref }),
    listRefs: (imageUuid) => listRefs.all(database, { imageUuid }),
    findRef: (imageUuid, backupStorageUuid) =>
      findRef.get(database, { imageUuid, backupStorageUuid }),
    listRefsOn: (backupStorageUuid) => listRefsOn.all(database, { backupStorageUuid }),
    listDeletedRefs: (date) => listDeletedRefs.all(database, { date }),
    hasDeletedRefs: () => listDeletedRefs.get(database, { date: END_OF_TIME }) !== undefined,
    updateRef: (ref, change, now) =>
      void updateRef.run(database, { ...ref, ...change, key: ref.id, now }),
    removeRef: (ref) => void removeRef.run(database, { id: ref.id }),
  };
}
