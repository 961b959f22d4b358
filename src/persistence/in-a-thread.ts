import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import DatabaseConstructor from 'better-sqlite3';
import { uuidFromName, uuidOfHash } from '../core/uuid.js';
import { withItsCause } from './database-unusable.js';

/** What is done with a file that nobody else has open. */
export interface ThreadWork {
  readonly path: string;
  readonly isReadOnly: boolean;
  /** Run first, each as a whole. */
  readonly scripts?: readonly string[];
  /** Statements in their order; those that have rows give them, `mostRows` at most. */
  readonly statements: readonly string[];
  readonly mostRows: number;
}

export type Rows = Record<string, unknown>[];

/** With a database of less one is done sooner here than a thread has begun (40 ms). */
const SMALL = 8 * 2 ** 20;

/** It also runs as a text in a thread of its own, so it names nothing but what it is given. */
function work(
  Driver: typeof DatabaseConstructor,
  uuidFromName: (name: string) => string,
  { path, isReadOnly, scripts = [], statements, mostRows }: ThreadWork,
): Rows[] {
  const database = new Driver(path, { readonly: isReadOnly, fileMustExist: true });
  try {
    database.pragma('trusted_schema = OFF');
    // Migrations derive uuids of what they make, and add STRICT to schemas as they stand.
    if (scripts.length > 0) {
      database.function('uuid_from_name', (name) => uuidFromName(String(name)));
      database.unsafeMode(true);
    }
    for (const script of scripts) database.exec(script);
    database.unsafeMode(false);
    return statements.map((sql) => {
      const statement = database.prepare<[], Record<string, unknown>>(sql);
      const rows: Rows = [];
      if (!statement.reader) statement.run();
      else for (const row of statement.iterate()) if (rows.push(row) >= mostRows) break;
      return rows;
    });
  } finally {
    database.close();
  }
}

/** What the thread does. A program in one file has no other file that a thread could begin with. */
const IN_THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const uuidOfHash = ${uuidOfHash.toString()};
const uuidFromName = (name) => uuidOfHash(createHash('sha1').update(name, 'utf8').digest('hex'));
const work = ${work.toString()};
try {
  parentPort.postMessage({ rows: work(require(workerData.driver), uuidFromName, workerData.wanted) });
} catch (error) {
  parentPort.postMessage({ message: error.message, code: error.code });
}`;

interface Report {
  readonly rows?: Rows[];
  readonly message?: string;
  readonly code?: string;
}

/**
 * Runs statements on a database file while this process goes on: to look through a gigabyte takes half a minute.
 * @throws the driver's error, with its `code`
 */
export async function inThread(wanted: ThreadWork): Promise<Rows[]> {
  try {
    return await run(wanted);
  } catch (error) {
    throw withItsCause(error, wanted.path);
  }
}

async function run(wanted: ThreadWork): Promise<Rows[]> {
  if (statSync(wanted.path).size <= SMALL) return work(DatabaseConstructor, uuidFromName, wanted);
  const driver = require.resolve('better-sqlite3');
  const thread = new Worker(IN_THREAD, { eval: true, workerData: { driver, wanted } });
  const { rows, message, code } = await new Promise<Report>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (status) => reject(new Error(`the thread ended with ${status}`)));
  });
  if (rows) return rows;
  throw Object.assign(new Error(message), { code });
}
