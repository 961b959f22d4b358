import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../database.js';
import { mendable, mendableNote, problem, type Finding } from './finding.js';

const PARTIAL = '.partial';

/** Compares the files of real images with what the world knows of them. */
export function examineBlobs(database: Database, directory: string): Finding[] {
  const findings: Finding[] = [];
  const needless = needlessFiles(database, directory);
  const orphans = needless.filter((file) => !file.endsWith(PARTIAL));
  const abandoned = needless.filter((file) => file.endsWith(PARTIAL));
  if (orphans.length > 0) {
    findings.push(
      mendableNote(
        'files of images',
        orphans.map(named('no image has it')),
        'the next start removes them, and so does --mend',
      ),
    );
  }
  if (abandoned.length > 0) {
    const details = abandoned.map(named('nobody goes on with it'));
    findings.push(mendable('unfinished files', details, 'removes them'));
  }
  const wrong = wrongFiles(database, directory);
  if (wrong.length > 0) {
    findings.push(
      problem(
        'bytes of images',
        wrong,
        'put the file back from a copy of the directory, or delete the images and add them again',
      ),
    );
  }
  return findings;
}

/** Files that no row knows, and unfinished ones of images that nothing makes any more. */
export function needlessFiles(database: Database, directory: string): string[] {
  const known = database.prepare('select 1 from blobs where content_id = ?').pluck();
  const isMade = database
    .prepare(
      `select 1 from images where uuid = @uuid and status in ('Creating', 'Downloading')
         union all select 1 from uploads where image_uuid = @uuid`,
    )
    .pluck();
  return (existsSync(directory) ? readdirSync(directory) : []).filter((file) =>
    file.endsWith(PARTIAL)
      ? isMade.get({ uuid: file.split('-', 1)[0] ?? '' }) === undefined
      : known.get(file) === undefined,
  );
}

function wrongFiles(database: Database, directory: string): string[] {
  const blobs = database
    .prepare<[], { content_id: string; length: number; images: string | null }>(
      `select content_id, length, (select group_concat(uuid, ', ') from images where content_id = b.content_id)
         as images from blobs b order by content_id`,
    )
    .all();
  return blobs.flatMap(({ content_id: name, length, images }) => {
    const path = join(directory, name);
    const found = existsSync(path) ? statSync(path).size : undefined;
    if (found === length) return [];
    const state = found === undefined ? 'is not there' : `has ${found} bytes instead of ${length}`;
    return [`${name} ${state}${images === null ? '' : ` (images ${images})`}`];
  });
}

const named = (why: string) => (file: string) => `${file}: ${why}`;
