import { messageOf } from '../../core/code-of.js';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import DatabaseConstructor from 'better-sqlite3';
import { APPLICATION_ID, type Database } from '../database.js';
import { LAW_NAMES, verdictOn } from '../laws.js';
import { migrate, newestVersion } from '../migrate.js';
import { examineBlobs } from './blobs.js';
import { mendable, note, problem, type Finding } from './finding.js';

const MAGIC = 'SQLite format 3\0';
/** More of one kind nobody reads. */
const MOST = 100;

/** What is mended, and how; every other law is left to its reader. */
const MENDING: Readonly<Record<string, string>> = {
  'capacity of backup storages': 'computes it anew from what lies on the storage',
  'capacity of primary storages': 'computes it anew from what lies on the storage',
  'physical capacity of primary storages': 'computes it anew from what lies on the storage',
  'a job that runs has work to do': 'ends these jobs as failed and undoes what they had done',
  'a long job that runs has work': 'ends these long jobs as failed',
  'a reservation belongs to a job that runs': 'takes the reservations back',
};

const LEFT =
  'this is not mended here: delete the resource through the API, restore a snapshot, or reset the environment';

/** How many steps `examineDatabase` tells of, beside one for each real image. */
export const EXAMINATION_STEPS = LAW_NAMES.length + 5;

/**
 * Looks at a database, and at the directory of its real images. It is brought up to date on the way, so it
 * must be a copy. `onStep` is told what comes next and may let others have their turn.
 */
export async function examineDatabase(
  path: string,
  blobs: string,
  onStep: (what: string) => Promise<void>,
): Promise<Finding[]> {
  await onStep('what it is');
  if (statSync(path).size === 0) {
    return [note('what it is', ['the file is empty'], 'the next start fills it')];
  }
  if (!hasMagic(path)) return [damaged(['it is no SQLite database'])];
  let database: Database | undefined;
  try {
    database = new DatabaseConstructor(path);
    return await examineOpen(database, blobs, onStep);
  } catch (error) {
    return [damaged([messageOf(error)])];
  } finally {
    database?.close();
  }
}

async function examineOpen(
  database: Database,
  blobs: string,
  onStep: (what: string) => Promise<void>,
): Promise<Finding[]> {
  const stranger = strangeness(database);
  if (stranger) return [stranger];
  await onStep('integrity');
  const integrity = checkIntegrity(database);
  if (integrity) return [integrity];
  await onStep('schema');
  const findings = bringUpToDate(database);
  if (findings.some(({ kind }) => kind === 'problem')) return findings;
  await onStep('references');
  findings.push(...checkReferences(database));
  for (const law of LAW_NAMES) {
    await onStep(law);
    findings.push(...checkLaw(database, law));
  }
  await onStep('files of images');
  findings.push(
    ...checkTasks(database),
    ...checkUnderWay(database),
    ...(await examineBlobs(database, blobs, onStep)),
  );
  return findings;
}

function hasMagic(path: string): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length);
    readSync(descriptor, start, 0, start.length, 0);
    return start.toString('latin1') === MAGIC;
  } finally {
    closeSync(descriptor);
  }
}

const damaged = (details: readonly string[]) =>
  problem(
    'integrity',
    details,
    'restore the file from a copy, from a snapshot or from an export; or move it away, and the next start makes a new one',
  );

function strangeness(database: Database): Finding | undefined {
  const id = Number(database.pragma('application_id', { simple: true }));
  if (id !== APPLICATION_ID) {
    const details = [`its application_id is ${id}, an emulator's is ${APPLICATION_ID}`];
    return problem('what it is', details, 'it is a database of another program: move it away');
  }
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version <= newestVersion()) return undefined;
  const details = [`its schema is ${version}, this emulator knows ${newestVersion()}`];
  return problem('schema', details, 'it was written by a newer emulator: update this one');
}

function checkIntegrity(database: Database): Finding | undefined {
  const rows = database.pragma(`integrity_check(${MOST})`) as { integrity_check: string }[];
  const details = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  if (details.length === 0) return undefined;
  const isOfIndexes = details.every((line) => /missing from index|in index/.test(line));
  return isOfIndexes ? mendable('integrity', details, 'builds the indexes anew') : damaged(details);
}

function bringUpToDate(database: Database): Finding[] {
  const before = Number(database.pragma('user_version', { simple: true }));
  try {
    if (migrate(database) === 0) return [];
    const details = [`its schema is ${before}, this emulator’s is ${newestVersion()}`];
    return [note('schema', details, 'the next start brings it up to date')];
  } catch (error) {
    return [problem('schema', [(error as Error).message], 'use the emulator that wrote it')];
  }
}

function checkReferences(database: Database): Finding[] {
  const rows = database.pragma('foreign_key_check') as {
    table: string;
    rowid: number;
    parent: string;
  }[];
  if (rows.length === 0) return [];
  const details = rows
    .slice(0, MOST)
    .map(({ table, rowid, parent }) => `row ${rowid} of ${table} refers to nothing in ${parent}`);
  return [problem('references', details, LEFT)];
}

function checkLaw(database: Database, law: string): Finding[] {
  // References have a check of their own, which names the rows.
  if (law === 'every reference leads somewhere') return [];
  const { rows } = verdictOn(database, law);
  if (rows.length === 0) return [];
  const details = rows.map((row) =>
    Object.entries(row)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', '),
  );
  const mending = MENDING[law];
  return [mending === undefined ? problem(law, details, LEFT) : mendable(law, details, mending)];
}

/** Tasks whose job is gone or has ended; what tells a web hook of the end comes after it. */
function checkTasks(database: Database): Finding[] {
  const rows = database
    .prepare<[], { id: number; flow: string; step: string; job_uuid: string }>(
      `select id, flow, step, job_uuid from tasks t where job_uuid is not null and flow <> 'web-hook'
         and not exists (select 1 from jobs where uuid = t.job_uuid and state = 'Running') limit ${MOST}`,
    )
    .all();
  if (rows.length === 0) return [];
  const details = rows.map(
    ({ id, flow, step, job_uuid }) => `task ${id} (${flow}/${step}) of the job ${job_uuid}`,
  );
  return [mendable('a task belongs to a job that runs', details, 'removes them')];
}

function checkUnderWay(database: Database): Finding[] {
  const count = database
    .prepare(
      `select count(*) from jobs j where state = 'Running' and exists (select 1 from tasks where job_uuid = j.uuid)`,
    )
    .pluck()
    .get();
  if (count === 0) return [];
  const details = [`jobs under way: ${Number(count)}`];
  return [note('unfinished jobs', details, 'they go on at the next start')];
}
