import { and, eq, lte, sql } from 'drizzle-orm';
import type { ImageBackupStorageRef, ImageRepository } from '../../domain/image/image.js';
import type { Database } from '../database.js';
import { withSum } from '../later-sums.js';
import type { RowCache } from '../row-cache.js';
import { imageBackupStorageRefs as refs, images } from '../schema/index.js';
import { defineRowStore, deleteWhere, only, rowsWhere, updateOf } from '../table-statements.js';
import { refsKey, saveRef, type NewRef, type UnsavedImage } from './unsaved-image.js';

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
const ofImage = eq(refs.imageUuid, sql.placeholder('imageUuid'));
const onStorage = eq(refs.backupStorageUuid, sql.placeholder('backupStorageUuid'));
const listRefs = rowsWhere(refs, ofImage);
const listRefsOn = rowsWhere(refs, onStorage);
const findExport = rowsWhere(refs, eq(refs.exportUrl, sql.placeholder('exportUrl')));
const listDeletedRefs = rowsWhere(
  refs,
  and(sql`${refs.status} = 'Deleted'`, lte(refs.lastOpDate, sql.placeholder('date'))),
);
const listClones = rowsWhere(
  refs,
  and(
    onStorage,
    eq(refs.installPath, sql.placeholder('installPath')),
    sql`${refs.imageUuid} <> ${sql.placeholder('imageUuid')}`,
    // As the index says it.
    sql`${refs.takenBytes} = 0 and ${refs.installPath} <> ''`,
  ),
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
const updateRef = updateOf(refs, refs.id, REF_MUTABLE);
const removeRef = deleteWhere(refs, eq(refs.id, sql.placeholder('id')));
/** Of a ref whose row is not written yet. */
const NO_NUMBER = 0;
const exportKey = (url: string) => `export/${url}`;
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

export function createImageRepository(
  database: Database,
  rows: RowCache,
  unsaved: UnsavedImage,
): ImageRepository {
  const opened = store.open(database, rows);
  const refsOfImage = (imageUuid: string) =>
    rows.read(refs, refsKey(imageUuid), () => listRefs.all(database, { imageUuid }));

  function changeKept(imageUuid: string, change: (kept: readonly NewRef[]) => readonly NewRef[]) {
    const kept = rows.peek(refs, refsKey(imageUuid)) as readonly NewRef[] | undefined;
    if (kept) rows.keep(refs, refsKey(imageUuid), change(kept));
  }

  function forgetExports(...urls: readonly (string | null | undefined)[]) {
    for (const url of urls) if (typeof url === 'string') rows.forget(exportKey(url));
  }

  return {
    ...opened,
    insert: (image) => unsaved.insert(image),
    find(uuid) {
      const image = unsaved.find(uuid) ?? opened.find(uuid);
      return image && withSum(image);
    },
    update(image, change, now) {
      const waiting = unsaved.find(image.uuid);
      const known = (waiting ?? rows.peek(images, image.uuid)) as
        Record<string, unknown> | undefined;
      const isProgress = Object.entries(change).every(
        ([name, value]) =>
          PROGRESS.includes(name) || (known !== undefined && known[name] === value),
      );
      const next = { ...image, ...change, key: image.uuid, now };
      const columns = { ...only(isProgress ? PROGRESS : MUTABLE, next), lastOpDate: now };
      if (waiting) unsaved.change(columns);
      else if (!isProgress) opened.update(image, change, now);
      else {
        updateProgress.run(database, next);
        rows.change(images, image.uuid, columns);
      }
    },
    insertRef(ref) {
      forgetExports(ref.exportUrl);
      if (unsaved.find(ref.imageUuid)) unsaved.changeRefs((all) => [...all, ref]);
      else {
        const saved = saveRef(database, ref);
        changeKept(ref.imageUuid, (all) => [...all, saved]);
      }
    },
    listRefs(imageUuid) {
      if (unsaved.find(imageUuid)) unsaved.write();
      return [...refsOfImage(imageUuid)];
    },
    findRef(imageUuid, backupStorageUuid) {
      const isHere = (ref: NewRef) => ref.backupStorageUuid === backupStorageUuid;
      if (!unsaved.find(imageUuid)) return refsOfImage(imageUuid).find(isHere);
      const ref = unsaved.refs().find(isHere);
      return ref && { id: NO_NUMBER, ...ref };
    },
    findExport: (exportUrl) =>
      rows.read(
        refs,
        exportKey(exportUrl),
        () => findExport.get(database, { exportUrl }) ?? null,
      ) ?? undefined,
    listRefsOn: (backupStorageUuid) => listRefsOn.all(database, { backupStorageUuid }),
    listDeletedRefs: (date) => listDeletedRefs.all(database, { date }),
    listClones: ({ imageUuid, backupStorageUuid, installPath }) =>
      listClones.all(database, { imageUuid, backupStorageUuid, installPath }),
    hasDeletedRefs: () => listDeletedRefs.get(database, { date: END_OF_TIME }) !== undefined,
    updateRef(ref, change, now) {
      forgetExports(ref.exportUrl, change.exportUrl);
      const isSame = (one: NewRef) => one.backupStorageUuid === ref.backupStorageUuid;
      const next = { ...ref, ...change, key: ref.id, now };
      const columns = { ...only(REF_MUTABLE, next), lastOpDate: now };
      const changed = (all: readonly NewRef[]) =>
        all.map((one) => (isSame(one) ? { ...one, ...columns } : one));
      if (unsaved.find(ref.imageUuid)) unsaved.changeRefs(changed);
      else {
        updateRef.run(database, { ...next, key: numberOf(ref) });
        changeKept(ref.imageUuid, changed);
      }
    },
    remove(uuid) {
      if (unsaved.find(uuid)) unsaved.write();
      opened.remove(uuid);
    },
    removeRef(ref) {
      forgetExports(ref.exportUrl);
      if (unsaved.find(ref.imageUuid)) unsaved.write();
      removeRef.run(database, { id: numberOf(ref) });
      rows.forget(refsKey(ref.imageUuid));
    },
  };

  /** The number of a ref's row, also of one that was read before it was written. */
  function numberOf(ref: ImageBackupStorageRef): number {
    if (ref.id !== NO_NUMBER) return ref.id;
    const saved = refsOfImage(ref.imageUuid).find(
      (one) => one.backupStorageUuid === ref.backupStorageUuid,
    );
    return saved?.id ?? NO_NUMBER;
  }
}
