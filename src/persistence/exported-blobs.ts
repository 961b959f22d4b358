import { createHash } from 'node:crypto';
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import DatabaseConstructor from 'better-sqlite3';
import { apiError } from '../core/api-error.js';
import { OthersTurn } from '../core/others-turn.js';
import { blobContentId } from '../domain/blob.js';
import { ARRIVAL } from './blob-files.js';
import { openAlone } from './database-file.js';
import { DatabaseUnusable } from './database-unusable.js';
import { inThread } from './in-a-thread.js';
import { makePrivateFolder } from './private-files.js';

/** The bytes of real images travel inside an exported database, in pieces. */
export const EXPORTED_BLOBS =
  'CREATE TABLE exported_blobs (name TEXT NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, position)) WITHOUT ROWID, STRICT';

/** MD5 and length: nothing that could lead out of a directory. */
const BLOB_NAME = /^[0-9a-f]{32}-[0-9a-f]+$/;
const PIECE = 1024 * 1024;

/**
 * Puts the files of a world's real images into its exported database.
 * @throws SYS.1006 when the bytes are not those that the world knows
 */
export async function packBlobs(path: string, pathOf: (name: string) => string): Promise<void> {
  const database = openAlone(path);
  try {
    const names = blobNames(database);
    if (names.length === 0) return;
    database.exec(EXPORTED_BLOBS);
    const insert = database.prepare('insert into exported_blobs values (?, ?, ?)');
    const turn = new OthersTurn();
    database.exec('BEGIN');
    for (const name of names) {
      let position = 0;
      for await (const piece of checked(name, piecesOf(pathOf(name)))) {
        insert.run(name, position++, piece);
        await turn.give();
      }
    }
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/**
 * Looks at the files of a world's real images, which stay beside its exported database; answers their names.
 * @throws SYS.1006 when the bytes are not those that the world knows
 */
export async function checkBlobs(
  path: string,
  pathOf: (name: string) => string,
): Promise<string[]> {
  const database = openAlone(path);
  let names: string[];
  try {
    names = blobNames(database);
  } finally {
    database.close();
  }
  const turn = new OthersTurn();
  for (const name of names) {
    for await (const _ of checked(name, piecesOf(pathOf(name)))) await turn.give();
  }
  return names;
}

/**
 * Takes the files out of a database that was exported into a directory, and what held them out of it.
 * @throws {DatabaseUnusable} when the bytes are not those that the world knows
 */
export async function unpackBlobs(path: string, directory: string): Promise<void> {
  if (!(await takeBlobsOut(path, directory))) return;
  const statements = ['drop table exported_blobs', 'vacuum'];
  await inThread({ path, isReadOnly: false, statements, mostRows: 0 });
}

/** Answers whether there is something to be taken out of the database, too. */
async function takeBlobsOut(path: string, directory: string): Promise<boolean> {
  const database = new DatabaseConstructor(path, { readonly: true });
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
    const turn = new OthersTurn();
    for (const name of names) {
      if (!BLOB_NAME.test(name)) throw missing(name);
      await writeChecked(join(directory, name), name, read?.iterate(name) ?? [], turn);
    }
    return has !== undefined;
  } finally {
    database.close();
  }
}

function blobNames(database: DatabaseConstructor.Database): string[] {
  return database
    .prepare('select content_id from blobs order by content_id')
    .pluck()
    .all() as string[];
}

/** A blob is called after its MD5 and its length; under its name it is whole, or not there. */
async function writeChecked(
  path: string,
  name: string,
  pieces: Iterable<Buffer>,
  turn: OthersTurn,
): Promise<void> {
  const unfinished = `${path}${ARRIVAL}`;
  try {
    if ((await write(unfinished, pieces, turn)) !== name) throw missing(name);
    chmodSync(unfinished, 0o400);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Answers the name of what it wrote; it is on the disk then. */
async function write(path: string, pieces: Iterable<Buffer>, turn: OthersTurn): Promise<string> {
  const file = await open(path, 'w', 0o600);
  const hash = createHash('md5');
  let length = 0;
  try {
    for (const piece of pieces) {
      hash.update(piece);
      length += piece.length;
      await file.writeFile(piece);
      await turn.give();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return blobContentId(hash.digest('hex'), length);
}

/** Lets the pieces of a blob through. @throws SYS.1006 at the end when they are not its bytes */
async function* checked(name: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('md5');
  let length = 0;
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      length += piece.length;
      yield piece;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (blobContentId(hash.digest('hex'), length) === name) return;
  throw apiError(
    'SYS.1006',
    `the bytes of the image content ${name} are missing or wrong, so the world cannot be exported: 'zstack-emulator doctor' tells which images have them; delete these, or put the file back`,
  );
}

const missing = (name: string) =>
  new DatabaseUnusable(`the bytes of the image content ${name} are missing or wrong`);

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE), 0, PIECE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
