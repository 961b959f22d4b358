import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { ImageRepository } from '../../domain/image/image.js';
import type { Database } from '../database.js';
import { imageBackupStorageRefs as refs, images } from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const insert = insertInto(images);
const find = new ReadStatement(getTableColumns(images), () =>
  queries
    .select()
    .from(images)
    .where(eq(images.uuid, sql.placeholder('uuid'))),
);
const update = new WriteStatement(() =>
  queries
    .update(images)
    .set({
      status: sql`${sql.placeholder('status')}`,
      size: sql`${sql.placeholder('size')}`,
      actualSize: sql`${sql.placeholder('actualSize')}`,
      md5Sum: sql`${sql.placeholder('md5Sum')}`,
      contentId: sql`${sql.placeholder('contentId')}`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(eq(images.uuid, sql.placeholder('uuid'))),
);
const remove = new WriteStatement(() =>
  queries.delete(images).where(eq(images.uuid, sql.placeholder('uuid'))),
);
const insertRef = insertInto(refs, ['id']);
const listRefs = new ReadStatement(getTableColumns(refs), () =>
  queries
    .select()
    .from(refs)
    .where(eq(refs.imageUuid, sql.placeholder('imageUuid')))
    .orderBy(asc(refs.id)),
);
const updateRef = new WriteStatement(() =>
  queries
    .update(refs)
    .set({
      status: sql`${sql.placeholder('status')}`,
      installPath: sql`${sql.placeholder('installPath')}`,
      takenBytes: sql`${sql.placeholder('takenBytes')}`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(eq(refs.id, sql.placeholder('id'))),
);
const removeRef = new WriteStatement(() =>
  queries.delete(refs).where(eq(refs.id, sql.placeholder('id'))),
);

export function createImageRepository(database: Database): ImageRepository {
  return {
    insert: (image) => void insert.run(database, { ...image }),
    find: (uuid) => find.get(database, { uuid }),
    update: (image, change, now) => void update.run(database, { ...image, ...change, now }),
    remove: (uuid) => void remove.run(database, { uuid }),
    insertRef: (ref) => void insertRef.run(database, { ...ref }),
    listRefs: (imageUuid) => listRefs.all(database, { imageUuid }),
    updateRef: (ref, change, now) => void updateRef.run(database, { ...ref, ...change, now }),
    removeRef: (ref) => void removeRef.run(database, { id: ref.id }),
  };
}
