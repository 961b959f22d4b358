import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.js';
import { openAlone } from './database-file.js';
import { DatabaseUnusable } from './database-unusable.js';
import { makePrivateFolder } from './private-files.js';

/** The bytes of real images travel inside an exported database, in pieces. */
export const EXPORTED_BLOBS =
  'CREATE TABLE exported_blobs (name TEXT NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, position)) WITHOUT ROWID, STRICT';

/** MD5 and length: nothing that could lead out of a directory. */
const BLOB_NAME = /^[0-9a-f]{32}-[0-9a-f]+$/;
const PIECE = 1024 * 1024;

/** Puts the files of a world's real images into its exported database. */
export function packBlobs(path: string, pathOf: (name: string) => string): void {
  const database = openAlone(path);
  try {
    const names = blobNames(database);
    if (names.length === 0) return;
    database.exec(EXPORTED_BLOBS);
    const insert = database.prepare('insert into exported_blobs values (?, ?, ?)');
    database.transaction(() => {
      for (const name of names) {
        let position = 0;
        for (const piece of piecesOf(pathOf(name))) insert.run(name, position++, piece);
      }
    })();
  } finally {
    database.close();
  }
}

/**
 * Takes the files out of a database that was exported into a directory, and what held them out of it.
 * @throws {DatabaseUnusable} when the bytes are not those that the world knows
 */
export function unpackBlobs(path: string, directory: string): void {
  const database = openAlone(path);
  try {
    const has = database.prepare("select 1 from sqlite_schema where name = 'exported_blobs'").get();
    const names = blobNames(database);
    if (names.length > 0 && !has) throw missing(names[0] ?? '');
    if (names.length > 0) makePrivateFolder(directory);
    const read = has
      ? database
          .prepare<[string], Buffer>(
            'select bytes from exported_blobs where name = ? order by position',
          )
          .pluck()
      : undefined;
    for (const name of names) {
      if (!BLOB_NAME.test(name)) throw missing(name);
      writeChecked(join(directory, name), name, read?.iterate(name) ?? []);
    }
    if (has) database.exec('drop table exported_blobs; vacuum');
  } finally {
    database.close();
  }
}

function blobNames(database: Database): string[] {
  return database
    .prepare('select content_id from blobs order by content_id')
    .pluck()
    .all() as string[];
}

/** A blob is called after its MD5 and its length. */
function writeChecked(path: string, name: string, pieces: Iterable<Buffer>): void {
  const partial = `${path}.partial`;
  const descriptor = openSync(partial, 'w', 0o600);
  const hash = createHash('md5');
  let length = 0;
  try {
    for (const piece of pieces) {
      hash.update(piece);
      length += piece.length;
      writeSync(descriptor, piece);
    }
  } finally {
    closeSync(descriptor);
  }
  if (`${hash.digest('hex')}-${length.toString(16)}` !== name) {
    rmSync(partial, { force: true });
    throw missing(name);
  }
  renameSync(partial, path);
}

const missing = (name: string) =>
  new DatabaseUnusable(`the bytes of the image content ${name} are missing or wrong`);

function* piecesOf(path: string): Generator<Buffer> {
  const descriptor = openSync(path, 'r');
  try {
    for (;;) {
      const piece = Buffer.alloc(PIECE);
      const length = readSync(descriptor, piece, 0, PIECE, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
