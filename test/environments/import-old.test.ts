import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrateTo } from '../../src/persistence/migrate';
import { ROOT, SEED, TEST_TIME, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  done,
  environmentOf,
  exported,
  imported,
  sendImport,
  until,
  worldOf,
} from '../support/environments';
import { temporaryFolder } from '../support/process';

const MIGRATIONS = readdirSync(join(ROOT, 'migrations')).filter((file) => file.endsWith('.sql'));
const ZONE = '0123456789abcdef0123456789abcdef';

/** A database as an emulator of that version left it, with a zone in it. */
function databaseOf(version: number, more = ''): Buffer<ArrayBuffer> {
  const database = new Database(':memory:');
  migrateTo(database, version);
  database.exec(`
    pragma application_id = 0x7a73696d;
    insert into settings values ('seed', '"old"'), ('clock', '{"mode":"stopped","value":1500000000000}');
    insert into accounts (uuid, name, type, password_hash, create_date, last_op_date)
      values ('36c27e8ff05c4780bf6d2fa65700f22e', 'admin', 'SystemAdmin', 'x', 1, 1);
    insert into sessions
      values ('5e55000000004000800000000000ad01', '36c27e8ff05c4780bf6d2fa65700f22e',
        '36c27e8ff05c4780bf6d2fa65700f22e', 'SystemAdmin', 253370764800000, 1, 1);
    insert into zones (uuid, name, state, type, is_default, create_date, last_op_date)
      values ('${ZONE}', 'old zone', 'Enabled', 'zstack', 1, 1, 1);
    ${more}
  `);
  const bytes = Buffer.from(database.serialize());
  database.close();
  return bytes;
}

let emulatorOfAll: Promise<TestEmulator> | undefined;

test.each(MIGRATIONS.map((_, i) => i + 1))(
  'a world of version %i of the schema is imported and goes on',
  async (version) => {
    const emulator = await (emulatorOfAll ??= TestEmulator.start({ forAll: true }));
    const name = `old-${version}`;
    expect(await imported(emulator, name, databaseOf(version))).toMatchObject({ images: 0 });
    const old = new Client(emulator, name);
    expect(await old.list('/zones')).toMatchObject([{ uuid: ZONE, name: 'old zone' }]);
    await old.make('POST', '/zones', { params: { name: 'new zone' } });
    expect((await old.control('GET', '/clock')).body.inventory.time).toBe(
      '2017-07-14T02:40:00.000Z',
    );
    worldOf(emulator, name);
    await done(emulator, 'DELETE', `/environments/${name}`);
  },
);

test('numbers that no type of a column held in an older version become the nearest that it holds', async () => {
  const emulator = await TestEmulator.start();
  const old = databaseOf(
    7,
    `insert into quotas values ('${ZONE}', 'image.size', '36c27e8ff05c4780bf6d2fa65700f22e', 'AccountVO',
      18446744073709551615.0, 1, 1);`,
  );
  await imported(emulator, 'old', old);
  const { database } = environmentOf(emulator, 'old');
  const value = database.prepare("select typeof(value) || ' ' || value from quotas").pluck().get();
  expect(value).toBe('integer 9223372036854775807');
});

test('a world of an older version whose schema is not that version’s is refused', async () => {
  const emulator = await TestEmulator.start();
  const path = join(temporaryFolder(), 'mixed.sqlite');
  const database = new Database(databaseOf(MIGRATIONS.length));
  database.pragma('user_version = 1');
  await database.backup(path);
  const { status, body } = await sendImport(emulator, 'old', Buffer.from(readFileSync(path)));
  expect([status, body.error.details]).toEqual([
    400,
    expect.stringMatching(
      /^the file cannot be imported: it (has|lacks) the \w+ '\w+', which is not/,
    ),
  ]);
});

/** What somebody could write into a world whose schema and laws hold. */
test.each([
  ['a job without a context', "update jobs set context = '{}'"],
  ['a job with another context', 'update jobs set context = \'{"request":{"url":[]}}\''],
  ['a job that is no JSON', "update jobs set context = '{'"],
  ['a job of an operation that there is not', "update jobs set operation = 'Steal'"],
  [
    'a chore with an odd subject',
    "insert into tasks (flow, step, subject, due_date, create_date) values ('watch-upload', 'run', '../x', 0, 0), ('delete-bits', 'run', '{}', 0, 0), ('ping-lost-storage', 'run', 'x', 0, 0), ('long-job-timeout', 'run', 'x', 0, 0)",
  ],
  [
    'a fault rule that is none',
    "insert into faults (uuid, match, action, skip, times, probability, matched, hits, create_date) values ('0123456789abcdef0123456789abcdef', '[]', '5', 0, null, 1, 0, 0, 0)",
  ],
  [
    'a configuration that is none',
    "insert into global_config values ('image', 'deletionPolicy', 'x'), ('image', 'expungeInterval', 'x')",
  ],
])('an imported world with %s hurts nobody but itself', async (_what, sql) => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const x = new Client(emulator, 'x');
  await x.control('PUT', '/progression', { mode: 'manual' });
  await x.template(SEED.volumes.runningLinux, { name: 'slow' }).catch(() => undefined);
  await x.make('DELETE', `/images/${SEED.images.iso}`);
  const path = join(temporaryFolder(), 'odd.sqlite');
  const database = new Database(await exported(emulator, 'x'));
  database.exec(sql);
  database.exec('update tasks set due_date = 1 where job_uuid is not null');
  await database.backup(path);
  const before = worldOf(emulator, 'default');
  const answer = await sendImport(emulator, 'odd', Buffer.from(readFileSync(path)));
  expect([200, 400]).toContain(answer.status);
  const odd = `${emulator.url}/emulator/v1/environments/odd`;
  for (const path of ['/tasks', '/faults', '/events', '/invariants', '/progression', '/metrics']) {
    await (await fetch(odd + path)).text();
  }
  const advance = { method: 'POST', body: '{"params":{"by":"40d"}}' };
  await (await fetch(`${odd}/clock/advance`, advance)).text();
  await new Client(emulator, 'odd').call('GET', '/images');
  const gone = await emulator.anonymous.delete('/emulator/v1/environments/odd');
  // What was not taken is not there.
  expect(gone.status).toBe(answer.status === 200 ? 200 : 404);
  let turns = 0;
  await until(() => turns++ > 100);
  expect(worldOf(emulator, 'default')).toEqual(before);
  expect((await new Client(emulator, 'default').call('GET', '/images')).status).toBe(200);
});

test('a world that has years to catch up with keeps nobody waiting, and can be deleted meanwhile', async () => {
  const emulator = await TestEmulator.start();
  await new Client(emulator, 'default').make('DELETE', `/images/${SEED.images.iso}`);
  const path = join(temporaryFolder(), 'late.sqlite');
  const database = new Database(await exported(emulator, 'default'));
  database.exec('update tasks set due_date = 1');
  await database.backup(path);
  await imported(emulator, 'late', Buffer.from(readFileSync(path)));
  const { tasks } = environmentOf(emulator, 'late').world.repositories;
  for (let i = 0; i < 3; i++) {
    expect(tasks.nextDueDate()).toBeLessThan(TEST_TIME);
    expect((await new Client(emulator, 'default').call('GET', '/images')).status).toBe(200);
  }
  const gone = await emulator.anonymous.delete('/emulator/v1/environments/late');
  expect(gone.status).toBe(200);
});
