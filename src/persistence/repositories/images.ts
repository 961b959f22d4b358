import { and, eq, getTableColumns, lte, sql } from 'drizzle-orm';
import type { ImageRepository } from '../../domain/image/image.js';
import type { Database } from '../database.js';
import { withSum } from '../later-sums.js';
import type { RowCache } from '../row-cache.js';
import { imageBackupStorageRefs as refs, images } from '../schema/index.js';
import {
  defineRowStore,
  deleteWhere,
  insertInto,
  only,
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
const listRefsOn = rowsWhere(refs, onStorage);
const listDeletedRefs = rowsWhere(
  refs,
  and(sql`${refs.status} = 'Deleted'`, lte(refs.lastOpDate, sql.placeholder('date'))),
);
const REF_MUTABLE = [
  'status',
  'installPath',
  'takenBytes',
  'exportUrl',
  'exportMd5Sum',
  'exportBytes',
  'exportFormat',
];
const REF_COLUMNS = Object.keys(getTableColumns(refs));
const updateRef = updateOf(refs, refs.id, REF_MUTABLE);
const removeRef = deleteWhere(refs, eq(refs.id, sql.placeholder('id')));
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

/** Where the refs of an image are kept. */
const refsOf = (imageUuid: string) => `refs/${imageUuid}`;

export function createImageRepository(database: Database, rows: RowCache): ImageRepository {
  const opened = store.open(database, rows);
  const refsOfImage = (imageUuid: string) =>
    rows.read(refs, refsOf(imageUuid), () => listRefs.all(database, { imageUuid }));
  return {
    ...opened,
    find(uuid) {
      const image = opened.find(uuid);
      return image && withSum(image);
    },
    update(image, change, now) {
      const known = rows.peek(images, image.uuid) as Record<string, unknown> | undefined;
      const isProgress = Object.entries(change).every(
        ([name, value]) =>
          PROGRESS.includes(name) || (known !== undefined && known[name] === value),
      );
      if (!isProgress) {
        opened.update(image, change, now);
        return;
      }
      const next = { ...image, ...change, key: image.uuid, now };
      updateProgress.run(database, next);
      rows.change(images, image.uuid, { ...only(PROGRESS, next), lastOpDate: now });
    },
    insert(image) {
      opened.insert(image);
      rows.keep(refs, refsOf(image.uuid), []);
    },
    insertRef(ref) {
      const id = insertRef.insert(database, { ...ref });
      const key = refsOf(ref.imageUuid);
      const known = rows.peek(refs, key) as (typeof ref)[] | undefined;
      if (known) rows.keep(refs, key, [...known, { ...only(REF_COLUMNS, ref), id }]);
    },
    listRefs: (imageUuid) => [...refsOfImage(imageUuid)],
    findRef: (imageUuid, backupStorageUuid) =>
      refsOfImage(imageUuid).find((ref) => ref.backupStorageUuid === backupStorageUuid),
    listRefsOn: (backupStorageUuid) => listRefsOn.all(database, { backupStorageUuid }),
    listDeletedRefs: (date) => listDeletedRefs.all(database, { date }),
    hasDeletedRefs: () => listDeletedRefs.get(database, { date: END_OF_TIME }) !== undefined,
    updateRef(ref, change, now) {
      const next = { ...ref, ...change, key: ref.id, now };
      updateRef.run(database, next);
      const columns = { ...only(REF_MUTABLE, next), lastOpDate: now };
      const key = refsOf(ref.imageUuid);
      const known = rows.peek(refs, key) as (typeof ref)[] | undefined;
      if (!known) return;
      rows.keep(
        refs,
        key,
        known.map((one) => (one.id === ref.id ? { ...one, ...columns } : one)),
      );
    },
    removeRef(ref) {
      rows.forget(refsOf(ref.imageUuid));
      removeRef.run(database, { id: ref.id });
    },
  };
}
