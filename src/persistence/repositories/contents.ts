import { and, eq, sql } from 'drizzle-orm';
import { mayBeBlob, type BlobRepository } from '../../domain/blob.js';
import type {
  GlobalConfigRepository,
  ResourceConfigRepository,
} from '../../domain/global-config.js';
import type { UrlHintRepository } from '../../domain/image/url-hints.js';
import type { UploadRepository } from '../../domain/upload/upload.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import {
  blobs,
  globalConfig,
  images,
  resourceConfigs,
  imagePackageDisks,
  unclaimedImages,
  uploads,
  urlHints,
  volumeBackups,
  volumes,
  volumeSnapshots,
} from '../schema/index.js';
import { isBlobContent } from '../schema/columns.js';
import { queries, ReadStatement, rowLimit, WriteStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';
import type { UnsavedJob } from './unsaved-job.js';

const insertBlob = insertInto(blobs);
const ofContent = eq(blobs.contentId, sql.placeholder('contentId'));
const findBlob = rowsWhere(blobs, ofContent);
const removeBlob = deleteWhere(blobs, ofContent);
const uses = [
  images,
  volumes,
  volumeSnapshots,
  volumeBackups,
  imagePackageDisks,
  unclaimedImages,
].map(
  (table) =>
    new ReadStatement({ contentId: table.contentId }, () =>
      queries
        .select({ contentId: table.contentId })
        .from(table)
        .where(
          and(isBlobContent(table.contentId), eq(table.contentId, sql.placeholder('contentId'))),
        )
        .limit(rowLimit(1)),
    ),
);

const allBlobs = rowsWhere(blobs, undefined);

export function createBlobRepository(database: Database): BlobRepository {
  return {
    insert: (blob) => void insertBlob.run(database, { ...blob }),
    find: (contentId) => (mayBeBlob(contentId) ? findBlob.get(database, { contentId }) : undefined),
    remove: (contentId) => void removeBlob.run(database, { contentId }),
    names: () => allBlobs.all(database, {}).map(({ contentId }) => contentId),
    isUsed: (contentId) => uses.some((use) => use.get(database, { contentId }) !== undefined),
  };
}

const insertHint = insertInto(urlHints);
const findHint = rowsWhere(urlHints, eq(urlHints.url, sql.placeholder('url')));

export function createUrlHintRepository(database: Database, rows: RowCache): UrlHintRepository {
  return {
    insert(hint) {
      rows.forget(`hint/${hint.url}`);
      insertHint.run(database, { ...hint });
    },
    find: (url) =>
      rows.read(urlHints, `hint/${url}`, () => findHint.get(database, { url }) ?? null) ??
      undefined,
  };
}

const insertUpload = insertInto(uploads);
const ofImage = eq(uploads.imageUuid, sql.placeholder('imageUuid'));
const onStorage = eq(uploads.backupStorageUuid, sql.placeholder('backupStorageUuid'));
const findUpload = rowsWhere(uploads, and(ofImage, onStorage));
const findByKey = rowsWhere(uploads, and(eq(uploads.key, sql.placeholder('key')), onStorage));
const listUploads = rowsWhere(uploads, ofImage);
const allUploads = rowsWhere(uploads, undefined);
const updateUpload = new WriteStatement(() =>
  queries
    .update(uploads)
    .set({
      imageSize: sql`${sql.placeholder('imageSize')}`,
      sliceSize: sql`${sql.placeholder('sliceSize')}`,
      received: sql`${sql.placeholder('received')}`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(and(ofImage, onStorage)),
);
const removeUpload = new WriteStatement(() =>
  queries.delete(uploads).where(and(ofImage, onStorage)),
);

export function createUploadRepository(database: Database, unsaved: UnsavedJob): UploadRepository {
  return {
    insert(upload) {
      unsaved.write();
      insertUpload.run(database, { ...upload });
    },
    find: (imageUuid, backupStorageUuid) =>
      findUpload.get(database, { imageUuid, backupStorageUuid }),
    findByKey: (key, backupStorageUuid) => findByKey.get(database, { key, backupStorageUuid }),
    list: () => allUploads.all(database, {}),
    listByImage: (imageUuid) => listUploads.all(database, { imageUuid }),
    update: (upload, change, now) => void updateUpload.run(database, { ...upload, ...change, now }),
    remove: (imageUuid, backupStorageUuid) =>
      void removeUpload.run(database, { imageUuid, backupStorageUuid }),
  };
}

const allValues = rowsWhere(globalConfig, undefined);
const saveValue = new WriteStatement(() =>
  queries
    .insert(globalConfig)
    .values({
      category: sql.placeholder('category'),
      name: sql.placeholder('name'),
      value: sql.placeholder('value'),
    })
    .onConflictDoUpdate({
      target: [globalConfig.category, globalConfig.name],
      set: { value: sql`excluded.value` },
    }),
);

/** Read with every call, written hardly ever: all values are kept in memory. */
export function createGlobalConfigRepository(
  database: Database,
  rows: RowCache,
): GlobalConfigRepository {
  let values: Map<string, string> | undefined;
  const forget = () => {
    values = undefined;
  };
  rows.whenUndone(forget);
  const key = (category: string, name: string) => `${category}/${name}`;
  return {
    find(category, name) {
      values ??= new Map(
        allValues.all(database, {}).map((row) => [key(row.category, row.name), row.value]),
      );
      return values.size === 0 ? undefined : values.get(key(category, name));
    },
    save(category, name, value) {
      saveValue.run(database, { category, name, value });
      forget();
    },
  };
}

const resourceConfigStore = defineRowStore(resourceConfigs, ['value']);
const configOfResource = eq(resourceConfigs.resourceUuid, sql.placeholder('resourceUuid'));
const findResourceConfig = rowsWhere(
  resourceConfigs,
  and(
    configOfResource,
    eq(resourceConfigs.category, sql.placeholder('category')),
    eq(resourceConfigs.name, sql.placeholder('name')),
  ),
);
const configOfAny = new ReadStatement({ uuid: resourceConfigs.uuid }, () =>
  queries
    .select({ uuid: resourceConfigs.uuid })
    .from(resourceConfigs)
    .where(
      and(
        eq(resourceConfigs.category, sql.placeholder('category')),
        eq(resourceConfigs.name, sql.placeholder('name')),
      ),
    )
    .limit(rowLimit(1)),
);
const removeConfigsOfResource = deleteWhere(resourceConfigs, configOfResource);

/** Asked with every allocation, changed hardly ever: what was found of a resource is kept in a transaction. */
export function createResourceConfigRepository(
  database: Database,
  rows: RowCache,
): ResourceConfigRepository {
  const store = resourceConfigStore.open(database);
  const changing =
    <Given extends unknown[]>(change: (...given: Given) => void) =>
    (...given: Given): void => {
      rows.forgetAll();
      change(...given);
    };
  return {
    insert: changing((config) => store.insert(config)),
    update: changing((config, change, now) => store.update(config, change, now)),
    remove: changing((uuid) => store.remove(uuid)),
    find: (category, name, resourceUuid) =>
      rows.read(
        resourceConfigs,
        `config/${category}/${name}/${resourceUuid}`,
        () => findResourceConfig.get(database, { category, name, resourceUuid }) ?? null,
      ) ?? undefined,
    isSetAnywhere: (category, name) => configOfAny.get(database, { category, name }) !== undefined,
    removeAll: changing((resourceUuid) => removeConfigsOfResource.run(database, { resourceUuid })),
  };
}
