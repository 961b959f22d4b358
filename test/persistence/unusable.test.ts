import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  APPLICATION_ID,
  checkPages,
  MEMORY_PAGE_SIZE,
  openDatabase,
} from '../../src/persistence/database';
import { hasRoom, noRoom, unusable, withItsCause } from '../../src/persistence/database-unusable';
import { freeze, limitSize, sizeOf } from '../../src/persistence/freeze';
import { migrate, missingMigrations, newestVersion } from '../../src/persistence/migrate';
import { makePrivate, makePrivateFolder, restrict } from '../../src/persistence/private-files';
import { temporaryFolder } from '../support/process';

/** What is said of a database that cannot be used, whose fault it is, and by which code. */

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'w.sqlite');
});

const errorOf = (code: string, more: object = {}) =>
  Object.assign(new Error('it  says\nso'), { code, ...more });
const outcomeOf = (error: unknown) => {
  const { name, message, blame, code } = unusable(error, path) as Error & {
    blame: string;
    code: string;
  };
  return { name, message: message.replace(path, 'PATH'), blame, code };
};

const NOTHING_MOVED = 'Nothing was moved or removed.';
const RIGHTS =
  'cannot open or write PATH (it  says\nso). Check the rights of its directory, or choose another with EMULATOR_DATA_DIR.';
const DAMAGED =
  "PATH is not a database or is damaged (it says so). Look at it with 'zstack-emulator doctor', put a copy, a snapshot or an export in its place, or choose another data directory with EMULATOR_DATA_DIR.";

test.each<[string, string, string, string]>([
  [
    'SQLITE_BUSY',
    'PATH is in use by another emulator. Stop that one, or choose another data directory with EMULATOR_DATA_DIR.',
    'machine',
    'SQLITE_BUSY',
  ],
  [
    'SQLITE_FULL',
    `cannot open or write PATH: no space left on the device: make room, then try again. ${NOTHING_MOVED}`,
    'machine',
    'ENOSPC',
  ],
  [
    'ENFILE',
    `cannot open or write PATH: too many files are open: let clients close connections, or raise the limit (ulimit -n), then try again. ${NOTHING_MOVED}`,
    'machine',
    'EMFILE',
  ],
  [
    'SQLITE_NOMEM',
    `cannot open or write PATH: the machine has no memory left: end something, then try again. ${NOTHING_MOVED}`,
    'machine',
    'ENOMEM',
  ],
  [
    'SQLITE_IOERR_READ',
    `cannot open or write PATH (it  says\nso): the disk failed to read or write (input/output error): look at the device and the log of the system, then try again. ${NOTHING_MOVED}`,
    'machine',
    'SQLITE_IOERR_READ',
  ],
  [
    'SQLITE_CANTOPEN',
    `cannot open or write PATH (it  says\nso): a file cannot be opened or made: look whether the device has room, whether too many files are open, and at the rights of its directory, then try again. ${NOTHING_MOVED}`,
    'machine',
    'SQLITE_CANTOPEN',
  ],
  ['SQLITE_NOTADB', DAMAGED, 'file', ''],
  ['SQLITE_CORRUPT_INDEX', DAMAGED, 'file', ''],
  ['SQLITE_READONLY', RIGHTS, 'machine', 'SQLITE_READONLY'],
  ['EACCES', RIGHTS, 'machine', 'EACCES'],
  ['SQLITE_ERROR', RIGHTS, 'file', 'SQLITE_ERROR'],
])('%s', (code, message, blame, told) => {
  expect(outcomeOf(errorOf(code))).toEqual({
    name: 'DatabaseUnusable',
    message,
    blame,
    code: told,
  });
});

test('what the operating system says is of the machine, and what has words keeps them', () => {
  expect(outcomeOf(errorOf('ELOOP', { syscall: 'open' }))).toMatchObject({ blame: 'machine' });
  expect(outcomeOf(errorOf('ELOOP'))).toMatchObject({ blame: 'file', code: 'ELOOP' });
  expect(outcomeOf('a text')).toMatchObject({ blame: 'file', code: '' });
  const known = noRoom(path);
  expect(unusable(known, 'elsewhere')).toBe(known);
  expect(known).toMatchObject({ blame: 'machine', code: 'ENOSPC' });
});

test('where SQLite only says that it cannot, the folder is looked at', () => {
  const nowhere = join(folder, 'no', 'folder', 'w.sqlite');
  // That there is no folder is nothing of the machine.
  expect(unusable(errorOf('SQLITE_CANTOPEN'), nowhere).message).toContain(
    'a file cannot be opened',
  );
  const full = errorOf('SQLITE_FULL');
  expect(withItsCause(full, path)).toMatchObject({
    code: 'ENOSPC',
    message: 'it  says\nso',
    cause: full,
  });
  const other = errorOf('SQLITE_IOERR');
  expect(withItsCause(other, path)).toBe(other);
  expect(hasRoom(folder)).toBe(true);
});

test('a file of another program is left alone', () => {
  new Database(path).exec('create table t (x)').close();
  const before = readFileSync(path);
  expect(() => openDatabase(path)).toThrow(/another|not/);
  expect(readFileSync(path)).toEqual(before);
  expect(() => openDatabase(folder)).toThrow('folder');
});

test('a new file is ours, its owner’s alone, and has what a world needs', () => {
  const database = openDatabase(join(folder, 'a', 'b', 'w.sqlite'));
  const said = (pragma: string) => database.pragma(pragma, { simple: true });
  expect(
    [
      'journal_mode',
      'synchronous',
      'wal_autocheckpoint',
      'cache_size',
      'foreign_keys',
      'temp_store',
      'locking_mode',
    ].map(said),
  ).toEqual(['wal', 1, 8000, -24576, 1, 2, 'exclusive']);
  migrate(database);
  expect([said('user_version'), said('application_id')]).toEqual([newestVersion(), APPLICATION_ID]);
  expect(statSync(join(folder, 'a', 'b', 'w.sqlite')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'a', 'b', 'w.sqlite-wal')).mode & 0o777).toBe(0o600);
  expect([
    statSync(join(folder, 'a')).mode & 0o777,
    statSync(join(folder, 'a', 'b')).mode & 0o777,
  ]).toEqual([0o700, 0o700]);
  expect(() => openDatabase(join(folder, 'a', 'b', 'w.sqlite'))).toThrow(
    'is in use by another emulator',
  );
  expect(() => checkPages(database)).not.toThrow();
  database.close();
});

test('bytes of a world are one in memory, small or large', () => {
  const first = openDatabase(':memory:');
  expect(first.pragma('page_size', { simple: true })).toBe(MEMORY_PAGE_SIZE);
  migrate(first);
  const small = freeze(first);
  first.exec('create table large (x); insert into large values (zeroblob(600000))');
  const large = freeze(first);
  expect(sizeOf(first)).toBe(large.length);
  for (const [bytes, cache] of [
    [small, -64],
    [large, -256],
  ] as const) {
    const copy = openDatabase(bytes);
    const said = (pragma: string) => copy.pragma(pragma, { simple: true });
    expect(['synchronous', 'temp_store', 'cache_size', 'foreign_keys'].map(said)).toEqual([
      0,
      2,
      cache,
      1,
    ]);
    copy.exec(
      "insert into zones (uuid, name, state, type, is_default, create_date, last_op_date) values ('z', 'z', 'Enabled', 'zstack', 0, 1, 1)",
    );
    expect(copy.prepare('select count(*) from zones').pluck().get()).toBe(1);
    copy.close();
  }
  limitSize(first, sizeOf(first) + MEMORY_PAGE_SIZE);
  expect(() => first.exec('insert into large values (zeroblob(100000))')).toThrow('full');
  first.close();
});

test('migrations that are missing, as scripts', () => {
  const newest = newestVersion();
  expect([missingMigrations(newest), missingMigrations(newest + 1)]).toEqual([[], []]);
  const last = missingMigrations(newest - 1);
  expect([last[0], last.at(-2), last.at(-1)]).toEqual([
    'begin exclusive',
    `pragma user_version = ${newest}`,
    'commit',
  ]);
  const database = openDatabase(':memory:');
  expect(migrate(database)).toBe(0);
  expect(migrate(database)).toBe(0);
  database.pragma(`user_version = ${newest + 1}`);
  expect(() => migrate(database)).toThrow(
    `was written by a newer version of the emulator (schema ${newest + 1}, this one knows ${newest}). Update the emulator, or choose another data directory with EMULATOR_DATA_DIR.`,
  );
  database.close();
});

test('rights of others are taken from what is ours', () => {
  writeFileSync(path, '');
  writeFileSync(`${path}-wal`, '');
  for (const file of [path, `${path}-wal`]) chmodSync(file, 0o664);
  makePrivate(path);
  const modeOf = (file: string) => statSync(file).mode & 0o777;
  expect([modeOf(path), modeOf(`${path}-wal`), existsSync(`${path}-journal`)]).toEqual([
    0o600,
    0o600,
    false,
  ]);
  mkdirSync(join(folder, 'open'));
  chmodSync(join(folder, 'open'), 0o755);
  // What was there is its owner's to decide.
  makePrivateFolder(join(folder, 'open'));
  expect(modeOf(join(folder, 'open'))).toBe(0o755);
  restrict(join(folder, 'open'));
  expect(modeOf(join(folder, 'open'))).toBe(0o700);
  chmodSync(path, 0o400);
  restrict(path);
  expect(modeOf(path)).toBe(0o400);
});
