import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SEED, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  everything,
  exported,
  host,
  imported,
  same,
  sendImport,
  until,
  uploadIn,
} from '../support/environments';
import { temporaryFolder } from '../support/process';

type Opened = InstanceType<typeof Database>;

const NAMES =
  'it has 1 to 63 lower-case letters, digits, - and _, and begins with a letter or a digit';

/** An emulator with an environment of each kind, and a file that could be imported. */
async function started(settings = {}, forAll = false) {
  const dataDir = temporaryFolder({ forAll });
  const emulator = await TestEmulator.start({ settings: { dataDir, ...settings }, forAll });
  await create(emulator, { name: 'x' });
  await create(emulator, { name: 'kept', storage: 'file' });
  await uploadIn(new Client(emulator, 'x'), Buffer.alloc(1_500_000, 'u'));
  const unfinished = () => readdirSync(join(dataDir, 'temporary'));
  const before = unfinished();
  const file = await exported(emulator, 'x');
  await until(() => unfinished().length === before.length);
  return { emulator, dataDir, file, unfinished };
}

/** One for all that is refused: each refusal must leave it as it was. */
let placeOfAll: ReturnType<typeof started> | undefined;
const unchangedPlace = () => (placeOfAll ??= started({}, true));

/** Another file: what an exported one is after somebody worked on it. */
function changed(file: Buffer, change: (database: Opened) => void): Buffer<ArrayBuffer> {
  const path = join(temporaryFolder(), 'changed.sqlite');
  writeFileSync(path, file);
  const database = new Database(path);
  database.unsafeMode(true);
  change(database);
  database.close();
  return Buffer.from(readFileSync(path));
}

/** Sends a file to each kind of place; everything must be as it was. Answers what each was told. */
async function refused(
  { emulator, unfinished }: Awaited<ReturnType<typeof started>>,
  file: Buffer<ArrayBuffer>,
): Promise<string[]> {
  const before = { worlds: everything(emulator), files: unfinished() };
  const told: string[] = [];
  for (const name of ['x', 'kept', 'default', 'new']) {
    const { status, body, text } = await sendImport(emulator, name, file);
    if (status !== 400 && status !== 413) throw new Error(`not refused: ${status} ${text}`);
    told.push(`${body.error.code} ${body.error.details}`);
  }
  same('all worlds and files', { worlds: everything(emulator), files: unfinished() }, before);
  // In words: nobody outside knows our classes.
  expect(told.join()).not.toMatch(/[a-z]Error: /);
  return [...new Set(told)];
}

const DATABASE = (path: string) => new Database(path);

test.each<[string, (file: Buffer) => Buffer<ArrayBuffer>, string | RegExp]>([
  ['nothing', () => Buffer.alloc(0), 'it is no SQLite database'],
  ['a text', () => Buffer.from('hello '.repeat(100)), 'it is no SQLite database'],
  [
    'a database of another program',
    () => {
      const path = join(temporaryFolder(), 'other.sqlite');
      DATABASE(path).exec('create table t (x)').close();
      return Buffer.from(readFileSync(path));
    },
    'it is a database of another program',
  ],
  [
    'one that another program has marked',
    (file) => changed(file, (database) => database.pragma('application_id = 1')),
    'it is a database of another program',
  ],
  [
    'one of a newer emulator',
    (file) => changed(file, (database) => database.pragma('user_version = 999')),
    /^it was written by a newer version of the emulator \(schema 999, this one knows \d+\); update the emulator$/,
  ],
  [
    'one without a version',
    (file) => changed(file, (database) => database.pragma('user_version = 0')),
    'it is a database of another program',
  ],
  ['half of a file', (file) => Buffer.from(file.subarray(0, file.length / 2)), /^it is damaged: /],
  [
    'a file with a torn page',
    (file) => {
      const torn = Buffer.from(file);
      for (let page = 20; page < 60; page++) torn.fill(0xa5, page * 1024 + 8, page * 1024 + 500);
      return torn;
    },
    /^it is damaged: /,
  ],
  ['only a header', (file) => Buffer.from(file.subarray(0, 100)), /^it is damaged: /],
  ...[
    ['trigger', 't', 'create trigger t after insert on images begin delete from images; end'],
    ['view', 'v', 'create view v as select * from images'],
    ['table', 'more', 'create table more (x)'],
    ['table', 'search', 'create virtual table search using fts5(x)'],
    ['index', 'i', 'create index i on images (lower(name))'],
    ['trigger', 'sqlite', 'create trigger sqlite instead of insert on v begin select 1; end'],
  ].map(([type, name, sql]): [string, (file: Buffer) => Buffer<ArrayBuffer>, RegExp] => [
    `a ${type} of its own (${name})`,
    (file) =>
      changed(file, (database) => {
        if (name === 'sqlite') database.exec('create view v as select 1 as a');
        database.exec(sql ?? '');
      }),
    /^it has the (trigger|view|table|index) '\w+', which is not as the emulator makes it$/,
  ]),
  [
    'a table that lacks',
    (file) => changed(file, (database) => database.exec('drop table faults')),
    "it lacks the table 'faults', which is not as the emulator makes it",
  ],
  [
    'a check that is another one',
    (file) =>
      changed(file, (database) => rewrite(database, 'images', 'images_sizes', 'images_size')),
    "it has the table 'images', which is not as the emulator makes it",
  ],
  [
    'a default that calls a function',
    (file) =>
      changed(file, (database) =>
        rewrite(database, 'faults', ' NOT NULL', " NOT NULL DEFAULT (load_extension('x'))"),
      ),
    "it has the table 'faults', which is not as the emulator makes it",
  ],
  [
    'rows that refer to nothing',
    (file) =>
      changed(file, (database) => {
        database.pragma('foreign_keys = OFF');
        database.exec(
          `delete from backup_storages where uuid = '${SEED.backupStorages.imageStore}'`,
        );
      }),
    /^\d+ of its rows refer to nothing$/,
  ],
  [
    'a capacity that does not add up',
    (file) =>
      changed(file, (database) =>
        database.exec('update backup_storages set available_capacity = available_capacity - 1'),
      ),
    "it breaks the law 'capacity of backup storages'",
  ],
  [
    'a Ready image without content',
    (file) =>
      changed(file, (database) =>
        database.exec(`update images set content_id = null where uuid = '${SEED.images.iso}'`),
      ),
    "it breaks the law 'a Ready image has its content'",
  ],
  [
    'a task that nobody knows',
    (file) =>
      changed(file, (database) =>
        database.exec(
          "insert into tasks (flow, step, due_date, create_date) values ('steal', 'run', 0, 0)",
        ),
      ),
    "it has a task 'steal/run', which this emulator does not know",
  ],
  [
    'a task that is called as what every object has',
    (file) =>
      changed(file, (database) =>
        database.exec(
          "insert into tasks (flow, step, due_date, create_date, job_uuid) select 'add-image', 'constructor', 0, 0, uuid from jobs limit 1",
        ),
      ),
    "it has a task 'add-image/constructor', which this emulator does not know",
  ],
  ...[
    ['clock', '{"mode":"backwards","value":0}'],
    ['clock', '{"mode":"stopped","value":1e300}'],
    ['chance', '["a",null,1,2]'],
    ['progression', '{"pace":{"mode":"never"},"rules":[]}'],
    ['progression', '5'],
  ].map(([name, value]): [string, (file: Buffer) => Buffer<ArrayBuffer>, RegExp] => [
    `a ${name} that is none (${value})`,
    (file) =>
      changed(file, (database) =>
        database.prepare('insert or replace into settings values (?, ?)').run(name, value),
      ),
    new RegExp(`^(its ${name} is none|it is damaged: .+)$`),
  ]),
  [
    'a setting that is no JSON',
    (file) =>
      changed(file, (database) =>
        database.exec("update settings set value = '{' where name = 'seed'"),
      ),
    /^it is damaged: .*JSON/,
  ],
  [
    'bytes of an image that are missing',
    (file) => changed(file, (database) => database.exec('drop table exported_blobs')),
    /^the bytes of the image content [0-9a-f]{32}-16e360 are missing or wrong$/,
  ],
  [
    'bytes of an image that lack a piece',
    (file) =>
      changed(file, (database) => database.exec('delete from exported_blobs where position = 1')),
    /^the bytes of the image content [0-9a-f]{32}-16e360 are missing or wrong$/,
  ],
  [
    'bytes of an image that are others',
    (file) =>
      changed(file, (database) =>
        database.exec('update exported_blobs set bytes = zeroblob(length(bytes))'),
      ),
    /^the bytes of the image content [0-9a-f]{32}-16e360 are missing or wrong$/,
  ],
  ...['../../../escaped', '/tmp/escaped', 'a/b', '..'].map(
    (name): [string, (file: Buffer) => Buffer<ArrayBuffer>, string] => [
      `bytes that are called ${name}`,
      (file) =>
        changed(file, (database) => {
          for (const [table, column] of [
            ['images', 'content_id'],
            ['exported_blobs', 'name'],
            ['blobs', 'content_id'],
          ]) {
            const blob = '(select content_id from blobs)';
            const where = table === 'images' ? `where content_id = ${blob}` : '';
            database.exec(`update ${table} set ${column} = '${name}' ${where}`);
          }
        }),
      "it breaks the law 'real bytes are called after their sum and length'",
    ],
  ),
])('%s is not imported, and changes nothing', async (_what, make, reason) => {
  const place = await unchangedPlace();
  const [told = '', ...others] = await refused(place, make(place.file));
  expect(others).toEqual([]);
  expect(told).toMatch(/^invalid the file cannot be imported: /);
  const text = told.slice(told.indexOf(': ') + 2);
  // What was asked for, where the reason is a pattern, is the text itself if it matches.
  expect(text).toBe(typeof reason === 'string' ? reason : reason.exec(text)?.input);
});

/** Writes another text where the schema has one. */
function rewrite(database: Opened, table: string, from: string, to: string): void {
  database.pragma('writable_schema = ON');
  database
    .prepare('update sqlite_schema set sql = replace(sql, ?, ?) where name = ?')
    .run(from, to, table);
  database.pragma('writable_schema = OFF');
}

test('a file that is larger than an environment may be is not imported, and the sender is told', async () => {
  const place = await started({ environmentSize: '4M' });
  const large = Buffer.concat([place.file, Buffer.alloc(12_000_000)]);
  expect(await refused(place, large)).toEqual([
    'tooLarge the file is larger than 4194304 bytes (EMULATOR_ENVIRONMENT_SIZE)',
  ]);
});

test('a sender that breaks off changes nothing and leaves nothing', async () => {
  const { emulator, unfinished, file } = await started();
  const before = unfinished();
  const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `PUT /emulator/v1/environments/x/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${file.length}\r\n\r\n`,
  );
  socket.write(file.subarray(0, file.length / 2));
  await until(() => unfinished().length > before.length);
  // While it is slow, others may use the environment as a whole.
  expect((await host(emulator, 'POST', '/environments/x/reset')).status).toBe(200);
  const worlds = everything(emulator);
  const left = unfinished().length;
  socket.destroy();
  await until(() => unfinished().length < left);
  expect(everything(emulator)).toEqual(worlds);
  await imported(emulator, 'x', file);
});

test.each(['..', 'A', 'a.b', '%2e%2e%2fescaped', '%2e%2e', 'x%00y', 'a%2fb'])(
  'nothing is imported under the name %s',
  async (name) => {
    const { emulator, file } = await unchangedPlace();
    const before = everything(emulator);
    const { status, text } = await put(emulator, `/emulator/v1/environments/${name}/import`, file);
    same('all worlds', everything(emulator), before);
    expect([status, JSON.parse(text).error]).toMatchObject([
      400,
      {
        code: 'invalid',
        details: `'${decodeURIComponent(name)}' cannot be the name of an environment: ${NAMES}`,
      },
    ]);
  },
);

/** Sends a path as it is: other clients would shorten one with dots. */
function put(emulator: TestEmulator, path: string, body: Buffer) {
  const { port } = new URL(emulator.url);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method: 'PUT' }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}
