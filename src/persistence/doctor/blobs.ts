import { messageOf } from '../../core/code-of.js';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { blobContentId } from '../../domain/blob.js';
import { ARRIVAL, HELD, PARTIAL, SENT } from '../blob-files.js';
import type { Database } from '../database.js';
import { wrongFiles } from '../file-laws.js';
import { mendable, mendableNote, problem, type Finding } from './finding.js';

const PIECE = 2 ** 20;

/**
 * Compares the files of real images with what the world knows of them: each is read, and its length and MD5
 * compared. `onStep` is told which one comes next and may let others have their turn.
 */
export async function examineBlobs(
  database: Database,
  directory: string,
  onStep: (what: string) => Promise<void>,
): Promise<Finding[]> {
  return [
    ...examineNeedless(database, directory),
    ...examineUploads(database, directory),
    ...(await examineBytes(database, directory, onStep)),
  ];
}

function examineNeedless(database: Database, directory: string): Finding[] {
  const needless = needlessFiles(database, directory);
  const isUnfinished = (file: string) => file.endsWith(PARTIAL) || file.endsWith(ARRIVAL);
  const orphans = needless.filter((file) => !isUnfinished(file));
  const abandoned = needless.filter(isUnfinished);
  // After a kill they are nothing wrong: nobody counts on them.
  const advice = 'the next start removes them, and so does --mend';
  const noted = (check: string, files: readonly string[], why: string) =>
    files.length === 0 ? [] : [mendableNote(check, files.map(named(why)), advice)];
  return [
    ...noted('files of images', orphans, 'no image has it'),
    ...noted('unfinished files', abandoned, 'nobody goes on with it'),
  ];
}

/** Files that no row knows: what was on its way, unfinished ones without an upload, and blobs of nobody. */
export function needlessFiles(database: Database, directory: string): string[] {
  const known = database.prepare('select 1 from blobs where content_id = ?').pluck();
  const isUploaded = database
    .prepare(
      `select 1 from uploads where image_uuid || '-' || backup_storage_uuid = ? and received <> ''`,
    )
    .pluck();
  const files = existsSync(directory) ? readdirSync(directory) : [];
  // What a rewind may bring back is looked at by the next start.
  const judged = files.filter((file) => !file.endsWith(HELD) && !file.endsWith(SENT));
  return judged.filter((file) =>
    file.endsWith(PARTIAL)
      ? isUploaded.get(file.slice(0, -PARTIAL.length)) === undefined
      : known.get(file) === undefined,
  );
}

/** Uploads under way whose file does not hold what their clients were told has arrived. */
function examineUploads(database: Database, directory: string): Finding[] {
  const uploads = database
    .prepare<[], { image_uuid: string; backup_storage_uuid: string }>(
      `select image_uuid, backup_storage_uuid from uploads where received <> ''`,
    )
    .all();
  const lost = uploads.filter(
    (one) => !existsSync(join(directory, `${one.image_uuid}-${one.backup_storage_uuid}${PARTIAL}`)),
  );
  if (lost.length === 0) return [];
  const details = lost.map(
    ({ image_uuid }) => `image ${image_uuid}: what had arrived is not there`,
  );
  return [
    mendable('bytes of uploads', details, 'lets their clients begin again, as the next start does'),
  ];
}

async function examineBytes(
  database: Database,
  directory: string,
  onStep: (what: string) => Promise<void>,
): Promise<Finding[]> {
  const imagesOf = database
    .prepare<[string], string | null>(
      `select group_concat(uuid, ', ') from images where content_id = ?`,
    )
    .pluck();
  const details: string[] = [];
  const tell = (name: string, state: string) => {
    const images = imagesOf.get(name);
    details.push(`${name} ${state}${images ? ` (images ${images})` : ''}`);
  };
  const wrong = new Set<string>();
  for (const { content_id: name, state } of wrongFiles(database, directory)) {
    wrong.add(name);
    tell(name, state);
  }
  const names = database.prepare('select content_id from blobs order by content_id').pluck().all();
  for (const name of names as string[]) {
    if (wrong.has(name)) continue;
    const path = join(directory, name);
    await onStep(`bytes of images: ${name} (${statSync(path).size} bytes)`);
    const found = await nameOf(path);
    if (found !== name) tell(name, `has other bytes: their MD5 is ${found.split('-', 1)[0] ?? ''}`);
  }
  if (details.length === 0) return [];
  return [
    problem(
      'bytes of images',
      details,
      'put the file back from a copy of the directory, or delete the images and add them again',
    ),
  ];
}

/** The name that the bytes of a file deserve. */
async function nameOf(path: string): Promise<string> {
  const hash = createHash('md5');
  const file = await open(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    for (let length = 0; ;) {
      const { bytesRead } = await file.read(piece, 0, PIECE, length);
      if (bytesRead === 0) return blobContentId(hash.digest('hex'), length);
      hash.update(piece.subarray(0, bytesRead));
      length += bytesRead;
    }
  } catch (error) {
    return `unknown (${messageOf(error)})`;
  } finally {
    await file.close();
  }
}

const named = (why: string) => (file: string) => `${file}: ${why}`;
