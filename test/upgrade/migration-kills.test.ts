import { cpSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../src/persistence/database';
import { migrateTo, newestVersion } from '../../src/persistence/migrate';
import { filesBelow } from '../support/data-directory';
import { serveToTheEnd, temporaryFolder } from '../support/process';
import { changesOf, lacksOf, rowsOfFile } from './compare';
import {
  answersOf,
  bytesNamed,
  digestsOf,
  exportOf,
  manifestOf,
  md5,
  unpacked,
  VERSIONS,
} from './fixtures';
import { CORRECTED, MOVED } from './moved';
import { thoroughMigration, Tomorrow, type KillPoint } from './tomorrow';

const NEXT = newestVersion() + 1;

let tomorrow: Tomorrow;
beforeAll(() => (tomorrow = new Tomorrow(thoroughMigration())));
afterAll(() => tomorrow.remove());

/** The rows of a database file of a stopped program are those that were there, in this schema. */
function expectRows(path: string, before: ReturnType<typeof rowsOfFile>, schema: number): void {
  const now = rowsOfFile(path);
  expect([now.schema, changesOf(before.rows, now.rows, MOVED)]).toEqual([schema, []]);
}

/** The program is killed there at its start, and the rows of the file are those that were there. */
async function expectKilledServing(
  folder: string,
  file: string,
  at: KillPoint,
  before: ReturnType<typeof rowsOfFile>,
  schema: number,
): Promise<void> {
  const { signal, stderr } = await tomorrow.serveToTheEnd(folder, { file: basename(file), at });
  expect([file, at, signal, stderr]).toEqual([file, at, 'SIGKILL', '']);
  expectRows(join(folder, file), before, schema);
}

describe.each(VERSIONS)('data of %s', (version) => {
  test('outlasts a kill at every step of a migration, one after the other', async () => {
    const folder = unpacked(version, 'under-way');
    const digests = digestsOf(folder);
    const file = 'default.sqlite';
    const path = join(folder, file);
    const before = rowsOfFile(path);
    for (const at of thoroughMigration().keys()) {
      const { signal, stderr } = await tomorrow.openToTheEnd(path, { file, at });
      expect([at, signal, stderr]).toEqual([at, 'SIGKILL', '']);
      expectRows(path, before, before.schema);
    }
    await expectKilledServing(folder, file, 'commit', before, before.schema);
    const whole = statSync(`${path}-wal`).size;
    await expectKilledServing(folder, file, 'end', before, NEXT);
    expectEveryTornCommit(path, whole, before);
    // The first world is brought up to date by now, the second one is not.
    const other = join('environments', 'real-time.sqlite');
    const beforeOther = rowsOfFile(join(folder, other));
    await expectKilledServing(folder, other, 'commit', beforeOther, beforeOther.schema);
    await expectKilledServing(folder, other, 'end', beforeOther, NEXT);
    expect(digestsOf(folder)).toEqual(digests);
    const [[, answers] = []] = Object.entries(answersOf(version, 'under-way'));
    await tomorrow.serve(folder, async (client) => {
      const lacks: string[] = [];
      for (const path of ['/images', '/volumes', '/backup-storage', '/longjobs', '/zones']) {
        const now: unknown = await client.ask(`/zstack/v1${path}?limit=10000`);
        lacks.push(...lacksOf(answers?.imageApi[path], now, false, path));
      }
      lacks.push(
        ...lacksOf(answers?.control['/tasks'], await client.ask('/emulator/v1/tasks')),
        // A later version may have more laws.
        ...lacksOf(
          answers?.control['/invariants'],
          await client.ask('/emulator/v1/invariants'),
          true,
        ),
      );
      expect(lacks.filter((lack) => !CORRECTED.some((known) => known.test(lack)))).toEqual([]);
    });
  });

  test('of every kind is brought up to date, and then refused by the program of today', async () => {
    const folder = unpacked(version, 'life');
    const { databases } = manifestOf(version).fixtures['life'] ?? { databases: {} };
    const left = new Map(
      Object.keys(databases).map((file) => [file, rowsOfFile(join(folder, file))] as const),
    );
    const leftAs = (file: string) => left.get(file) ?? { rows: {}, schema: 0 };
    await tomorrow.serve(folder, async (client) => {
      await client.host('POST', '/forked/snapshots/at-birth/restore');
      await client.host('POST', '/of-snapshot/reset');
      await client.host('PUT', '/taken-in/import', exportOf(version, 'forked.sqlite'));
      const from = { snapshot: 'forked/late' };
      await client.host('POST', '', { name: 'copy', from, storage: 'file' });
      await client.host('POST', '', { name: 'kept', from });
      const { inventories } = await client.ask('/environments/kept/zstack/v1/images');
      const images = leftAs('snapshots/forked/late.sqlite').rows['images'];
      expect(inventories).toHaveLength(images?.length ?? 0);
    });
    const now = (file: string) => rowsOfFile(join(folder, file));
    const world = (name: string) => now(`environments/${name}.sqlite`);
    const tables = ['images', 'image_backup_storage_refs', 'volumes', 'volume_snapshots', 'zones'];
    const expectSame = (after: ReturnType<typeof now>, before: ReturnType<typeof now>) => {
      expect(after.schema).toBe(NEXT);
      const places = /emulator\/v1\/environments\/[\w-]+/g;
      const some = ({ rows }: typeof after) =>
        JSON.parse(
          JSON.stringify(Object.fromEntries(tables.map((name) => [name, rows[name]]))).replaceAll(
            places,
            'emulator/v1',
          ),
        ) as typeof after.rows;
      expect(changesOf(some(before), some(after), MOVED)).toEqual([]);
      expect(after.rows['tomorrow']).toHaveLength(before.rows['images']?.length ?? 0);
    };
    expectSame(now('default.sqlite'), leftAs('default.sqlite'));
    expectSame(world('imported'), leftAs('environments/imported.sqlite'));
    expectSame(world('shifted'), leftAs('environments/shifted.sqlite'));
    expectSame(world('forked'), leftAs('snapshots/forked/at-birth.sqlite'));
    expectSame(world('copy'), leftAs('snapshots/forked/late.sqlite'));
    expectSame(world('taken-in'), leftAs('environments/forked.sqlite'));
    // What stands still is as it was, until somebody goes back to it.
    expect(now('snapshots/default/before.sqlite')).toEqual(
      leftAs('snapshots/default/before.sqlite'),
    );
    // Today's program opens none of it, and leaves all of it as it is.
    const files = filesBelow(folder);
    const { code, stderr } = await serveToTheEnd(['--data-dir', folder]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('by a newer version')]);
    expect(filesBelow(folder)).toEqual(files);
    const real = bytesNamed('real', 9000);
    for (const blobs of ['blobs', 'environments/forked.blobs', 'environments/copy.blobs']) {
      const path = join(folder, blobs, digestName(real));
      expect([blobs, readFileSync(path).equals(real)]).toEqual([blobs, true]);
    }
  });

  test('is left as it was by a migration that cannot be done', async () => {
    const folder = unpacked(version, 'life');
    const before = filesBelow(folder);
    const thorough = thoroughMigration();
    tomorrow.migrateBy([...thorough, 'INSERT INTO nowhere VALUES (1);\n']);
    const failed = await tomorrow.serveToTheEnd(folder);
    tomorrow.migrateBy([...thorough, 'DELETE FROM accounts;\n']);
    const refused = await tomorrow.serveToTheEnd(folder);
    tomorrow.migrateBy(thorough);
    expect([failed.code, refused.code]).toEqual([1, 1]);
    expect(failed.stderr).toContain('no such table: nowhere');
    expect(refused.stderr).toMatch(
      /^[^\n]*default\.sqlite cannot be brought up to date: \d+ rows refer to nothing\. It is left as it was[^\n]*\n$/,
    );
    expect(filesBelow(folder)).toEqual(before);
  });
});

/** A database as the first schema left it, with a little in it. */
function databaseOfTheFirstSchema(): string {
  const path = join(temporaryFolder(), 'default.sqlite');
  const database = new Database(path);
  migrateTo(database, 1);
  database.exec(`
    pragma application_id = ${APPLICATION_ID};
    insert into settings values ('seed', '"old"'), ('clock', '{"mode":"stopped","value":1500000000000}');
    insert into accounts values ('a', 'admin', null, 'SystemAdmin', 'x', 1, 1);
    insert into zones (uuid, name, state, type, is_default, create_date, last_op_date)
      values ('z', 'zone', 'Enabled', 'zstack', 1, 1, 1);
    insert into images (uuid, name, state, status, size, actual_size, url, media_type, type, format, system, virtio, content_id, create_date, last_op_date)
      values ('i', 'image', 'Enabled', 'Ready', 500, 300, 'http://x', 'RootVolumeTemplate', 'zstack', 'qcow2', 0, 1, 'c', 1, 1);
  `);
  database.close();
  return path;
}

test('data of the first schema outlasts a kill in the middle of every migration since', async () => {
  const path = databaseOfTheFirstSchema();
  const left = rowsOfFile(path);
  // Numbers are given to what there was not then.
  const { sqlite_sequence: _numbers, ...rows } = left.rows;
  const before = { ...left, rows };
  const counts = tomorrow.statementCounts().slice(1);
  let first = 0;
  for (const count of counts) {
    const at = first + Math.floor(count / 2);
    const { signal } = await tomorrow.openToTheEnd(path, { file: 'default.sqlite', at });
    expect([at, signal]).toEqual([at, 'SIGKILL']);
    expectRows(path, before, 1);
    first += count;
  }
  const end = await tomorrow.openToTheEnd(path, { file: 'default.sqlite', at: 'end' });
  expect(end.signal).toBe('SIGKILL');
  expectRows(path, before, NEXT);
});

/** As blobs are called: MD5 and length. */
function digestName(bytes: Buffer): string {
  return `${md5(bytes)}-${bytes.length.toString(16)}`;
}

/**
 * The log beside a database after the commit of a migration, cut off anywhere behind what was there before: what a
 * kill in the middle of the writing of the commit leaves. All of the migration is there, or nothing of it.
 */
function expectEveryTornCommit(
  path: string,
  whole: number,
  before: ReturnType<typeof rowsOfFile>,
): void {
  const torn = join(temporaryFolder(), 'torn.sqlite');
  const length = statSync(`${path}-wal`).size;
  expect(length).toBeGreaterThan(whole);
  const CUTS = 8;
  const schemas = Array.from({ length: CUTS + 1 }, (_, i) => {
    cpSync(path, torn);
    cpSync(`${path}-wal`, `${torn}-wal`);
    truncateSync(`${torn}-wal`, Math.floor(whole + ((length - whole) * i) / CUTS));
    const now = rowsOfFile(torn);
    expect([i, changesOf(before.rows, now.rows, MOVED)]).toEqual([i, []]);
    return now.schema;
  });
  expect(schemas).toEqual(schemas.map((_, i) => (i === CUTS ? NEXT : before.schema)));
}
