import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../src/persistence/database';
import { ROOT } from '../support/emulator';
import { filesBelow, leftDirectory, spoil } from '../support/data-directory';
import { EmulatorProcess, runCommand, temporaryFolder } from '../support/process';

interface Finding {
  readonly check: string;
  readonly kind: 'problem' | 'note';
  readonly details: readonly string[];
  readonly advice: string;
  readonly isMendable: boolean;
}

interface Report {
  readonly findings: readonly Finding[];
  readonly databases: readonly {
    readonly kind: string;
    readonly name: string;
    readonly findings: readonly Finding[];
  }[];
}

/** What the doctor says of a directory; nothing in it has changed after that. */
async function examined(folder: string): Promise<{ code: number | null; report: Report }> {
  const before = filesBelow(folder);
  const { code, stdout, stderr } = await runCommand(['doctor', folder, '--json']);
  expect(stderr).toBe('');
  expect(filesBelow(folder)).toEqual(before);
  return { code, report: JSON.parse(stdout) as Report };
}

/** The findings of the one database that has any. */
async function findingsOf(folder: string): Promise<readonly Finding[]> {
  const { code, report } = await examined(folder);
  expect(code).toBe(3);
  return report.databases.flatMap(({ findings }) => findings);
}

test('a directory that an emulator left is well, and not changed by the look', async () => {
  const folder = await leftDirectory();
  const { code, report } = await examined(folder);
  expect({ code, report }).toMatchObject({
    code: 0,
    report: { findings: [], databases: [{ kind: 'environment', name: 'default', findings: [] }] },
  });
  const { stdout } = await runCommand(['doctor'], { EMULATOR_DATA_DIR: folder });
  expect(stdout).toMatch(/\/default\.sqlite \(environment default, \d.*\): good\nall is well\n$/);
});

test('after a kill the log beside the file is looked at with it', async () => {
  const folder = await leftDirectory(
    (emulator) => emulator.createTemplate('d0000000000040008000000000000001', { name: 'late' }),
    {},
    'SIGKILL',
  );
  const { code, report } = await examined(folder);
  expect(code).toBe(0);
  expect(report.databases[0]?.findings).toEqual([
    expect.objectContaining({ check: 'log beside the file', kind: 'note' }),
  ]);
});

test('an emulator that runs on the directory is noticed and named', async () => {
  const folder = temporaryFolder();
  const emulator = await EmulatorProcess.start(folder);
  for (const more of [[], ['--mend']]) {
    const { code, stdout, stderr } = await runCommand(['doctor', folder, ...more]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    // Only Linux tells who has a lock.
    const holder = process.platform === 'linux' ? ` (process ${emulator.process.pid})` : '';
    const file = join(folder, 'default.sqlite');
    expect(stderr).toContain(`${file} is in use by a running emulator${holder}.`);
  }
  expect((await emulator.get('/v1/zones')).status).toBe(200);
});

test.each([
  ['no directory', '/nowhere/at/all', /^there is no data directory \/nowhere\/at\/all\. /],
  ['a directory without a database', temporaryFolder, /^there is no database in .*\. /],
])('%s is a failure that says what to name', async (_what, where, message) => {
  const folder = typeof where === 'string' ? where : where();
  const { code, stdout, stderr } = await runCommand(['doctor', folder]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message);
});

test.each<[string, (file: string) => unknown, Partial<Finding>]>([
  [
    'another program',
    (file) => new Database(file).exec('create table t (x)').close(),
    { check: 'what it is', advice: 'it is a database of another program: move it away' },
  ],
  [
    'a newer emulator',
    (file) =>
      new Database(file)
        .exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = 9999`)
        .close(),
    { check: 'schema', advice: 'it was written by a newer emulator: update this one' },
  ],
  [
    'nobody: it is no database',
    (file) => writeFileSync(file, 'no database at all'),
    { check: 'integrity', details: ['it is no SQLite database'], isMendable: false },
  ],
])('a file of %s is told apart, and left alone by --mend', async (_what, make, finding) => {
  const folder = temporaryFolder();
  make(join(folder, 'default.sqlite'));
  expect(await findingsOf(folder)).toEqual([expect.objectContaining(finding)]);
  const before = filesBelow(folder);
  expect((await runCommand(['doctor', folder, '--mend'])).code).toBe(3);
  expect(filesBelow(folder)).toEqual(before);
});

test('damaged pages are told, and left alone by --mend', async () => {
  const folder = await leftDirectory();
  const file = join(folder, 'default.sqlite');
  const database = new Database(file);
  const [images] = database
    .prepare<[], { page: number }>(
      "select rootpage as page from sqlite_schema where name = 'images'",
    )
    .all();
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  database.close();
  const handle = await open(file, 'r+');
  await handle.write(
    Buffer.alloc(pageSize, 0xff),
    0,
    pageSize,
    ((images?.page ?? 0) - 1) * pageSize,
  );
  await handle.close();

  const [finding] = await findingsOf(folder);
  expect(finding).toMatchObject({ check: 'integrity', isMendable: false });
  expect(finding?.advice).toContain('restore the file');
  const before = filesBelow(folder);
  expect((await runCommand(['doctor', folder, '--mend'])).code).toBe(3);
  expect(filesBelow(folder)).toEqual(before);
});

test('a law that is broken is told with the resources that break it', async () => {
  const folder = await leftDirectory();
  const uuid = '1a000000000040008000000000000002';
  spoil(folder, `update images set content_id = null where uuid = '${uuid}'`);
  expect(await findingsOf(folder)).toEqual([
    expect.objectContaining({
      check: 'a Ready image has its content',
      details: [`uuid ${uuid}`],
      isMendable: false,
    }),
  ]);
});

test('rows that refer to nothing are told, with their tables', async () => {
  const folder = await leftDirectory();
  spoil(folder, "update primary_storages set zone_uuid = 'x' where rowid = 1");
  const findings = await findingsOf(folder);
  expect(findings.find(({ check }) => check === 'references')).toMatchObject({
    details: ['row 1 of primary_storages refers to nothing in zones'],
  });
});

test('a database of an older schema is a note: the next start brings it up to date', async () => {
  const folder = temporaryFolder();
  const script = readFileSync(join(ROOT, 'migrations', '0000_foundation.sql'), 'utf8');
  const sql = script.replaceAll('--> statement-breakpoint', '');
  spoil(folder, `${sql}; pragma application_id = ${APPLICATION_ID}; pragma user_version = 1`);
  const { code, report } = await examined(folder);
  expect(code).toBe(0);
  expect(report.databases[0]?.findings).toEqual([
    expect.objectContaining({ check: 'schema', kind: 'note' }),
  ]);
});

test('every environment, its beginning, its snapshots and what was set aside are looked at', async () => {
  const folder = await leftDirectory(async (emulator) => {
    const url = emulator.url.replace('/zstack', '');
    const run = (...words: string[]) => runCommand(words, { EMULATOR_URL: url });
    await run('environments', 'create', 'ci', '--storage', 'file', '--from', 'default');
    await run('snapshot', 'take', 'ci', 'good');
  });
  const spoiled = join('snapshots', 'ci', 'good.sqlite');
  spoil(folder, 'update images set content_id = null where rowid = 1', spoiled);
  mkdirSync(join(folder, 'set-aside'));
  writeFileSync(join(folder, 'set-aside', 'old.sqlite'), 'no database');
  writeFileSync(join(folder, 'environments', 'gone.origin.sqlite'), '');

  const { code, report } = await examined(folder);
  expect(code).toBe(3);
  const checks = report.databases.map(({ kind, name, findings }) => [
    `${kind} ${name}`,
    findings.map(({ check }) => check),
  ]);
  expect(Object.fromEntries(checks)).toEqual({
    'environment default': [],
    'environment ci': [],
    'origin ci as it began': [],
    'snapshot ci/good': ['a Ready image has its content'],
    'set aside set-aside/old.sqlite': ['integrity'],
  });
  expect(report.findings.map(({ check, details }) => [check, details])).toEqual([
    ['environments set aside', [join(folder, 'set-aside', 'old.sqlite')]],
    ['files of no environment', [join(folder, 'environments', 'gone.origin.sqlite')]],
  ]);
});
