import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EmulatorProcess, temporaryFolder } from './process';

/** A folder for the run of all tests (test/support/global-setup.cjs). */
const SHARED = process.env['EMULATOR_TEST_FOLDER'];

/** A data directory that an emulator has filled from the default seed and left: a copy of the run's first one. */
export async function seededDirectory(): Promise<string> {
  const folder = temporaryFolder();
  const first = SHARED === undefined ? undefined : join(SHARED, 'seeded');
  if (first !== undefined && existsSync(first)) {
    cpSync(first, folder, { recursive: true });
    return folder;
  }
  const emulator = await EmulatorProcess.start(folder);
  expect(await emulator.end('SIGTERM')).toBe(0);
  if (first === undefined) return folder;
  const copy = `${first}.${process.pid}`;
  cpSync(folder, copy, { recursive: true });
  // Another worker may have been quicker.
  if (!existsSync(first)) renameSync(copy, first);
  return folder;
}

/** A data directory that an emulator has filled and left, after `use`. */
export async function leftDirectory(
  use?: (emulator: EmulatorProcess) => Promise<unknown>,
  settings: Readonly<Record<string, string>> = {},
  end: NodeJS.Signals = 'SIGTERM',
): Promise<string> {
  const folder = await seededDirectory();
  if (!use) return folder;
  const emulator = await EmulatorProcess.start(folder, settings);
  await use(emulator);
  await emulator.end(end);
  return folder;
}

/** Does something to the database of a stopped emulator that its own code never would. */
export function spoil(folder: string, sql: string, file = 'default.sqlite'): void {
  const database = new Database(join(folder, file));
  try {
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** Time passes in the world of a stopped emulator whose clock stands. */
export function pass(folder: string, milliseconds: number): void {
  spoil(
    folder,
    `update settings set value = json_set(value, '$.value', (value ->> '$.value') + ${milliseconds})
     where name = 'clock' and value ->> '$.mode' = 'stopped'`,
  );
}

/** What a question of one value gets from the database of a stopped emulator. */
export function ask(folder: string, sql: string, file = 'default.sqlite'): unknown {
  const database = new Database(join(folder, file), { readonly: true });
  try {
    return database.prepare(sql).pluck().get();
  } finally {
    database.close();
  }
}

/** Every file below a directory with the hash of its bytes. */
export function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [file, createHash('md5').update(readFileSync(file)).digest('hex')]),
  );
}
