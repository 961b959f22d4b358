import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SEED, TestEmulator } from '../support/emulator';
import { create, everything, exported, imported, sendImport } from '../support/environments';
import { temporaryFolder } from '../support/process';

type Opened = InstanceType<typeof Database>;

let emulator: TestEmulator;
let file: Buffer<ArrayBuffer>;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  file = await exported(emulator, 'x');
});

/** Another file: what an exported one is after somebody worked on it. */
function changed(change: (database: Opened) => void): Buffer<ArrayBuffer> {
  const path = join(temporaryFolder(), 'changed.sqlite');
  writeFileSync(path, file);
  const database = new Database(path);
  database.unsafeMode(true);
  database.pragma('foreign_keys = OFF');
  change(database);
  database.close();
  return Buffer.from(readFileSync(path));
}

const RULE = {
  match: {
    operation: null,
    point: null,
    resourceType: null,
    resourceUuid: null,
    resourceName: null,
    accountUuid: null,
  },
  action: {
    kind: 'answerLate',
    milliseconds: 5,
    atProgress: null,
    code: 'SYS.1006',
    details: 'x',
    cause: null,
  },
  skip: 0,
  times: null as number | null,
  probability: 1,
};

/** A fault rule as a world keeps it. */
const fault = (change: object, action: object = {}, match: object = {}) => [
  (database: Opened) => {
    const rule = { ...RULE, ...change };
    database
      .prepare("insert into faults values ('f', ?, ?, ?, ?, ?, 0, 0, 0)")
      .run(
        JSON.stringify({ ...rule.match, ...match }),
        JSON.stringify({ ...rule.action, ...action }),
        rule.skip,
        rule.times,
        rule.probability,
      );
  },
];
const config = (category: string, name: string, value: string) => [
  (database: Opened) =>
    void database
      .prepare('insert or replace into global_config values (?, ?, ?)')
      .run(category, name, value),
];
const sql = (text: string) => [(database: Opened) => void database.exec(text)];
const image = (change: string) =>
  sql(`update images set ${change} where uuid = '${SEED.images.iso}'`);
const setting = (name: string, value: object) => [
  (database: Opened) =>
    void database
      .prepare('insert or replace into settings values (?, ?)')
      .run(name, JSON.stringify(value)),
];

type Change = (database: Opened) => void;
const row = (table: string, rule: string) => `row N of its table '${table}' breaks a rule: ${rule}`;

test.each<[string, readonly Change[], string]>([
  [
    'a look that comes back after no time',
    config('rest', 'expiredApi.scanInterval', '0'),
    row(
      'global_config',
      'Global config[category: rest, name: expiredApi.scanInterval] should not less than 1, but got 0',
    ),
  ],
  [
    'a look that comes back after nothing',
    config('rest', 'expiredApi.scanInterval', ''),
    row(
      'global_config',
      'GlobalConfig[category:rest, name:expiredApi.scanInterval] is of type java.lang.Integer',
    ),
  ],
  [
    'a policy that is none',
    config('image', 'deletionPolicy', 'Sometimes'),
    row('global_config', 'Sometimes is not a valid value. Valid values are [Direct, Delay, Never]'),
  ],
  [
    'a setting of a storage that is no size',
    sql(
      `insert into resource_configs values ('c', 'backupStorage', 'reservedCapacity', '${SEED.backupStorages.ceph}', 'BackupStorageVO', 'much', 0, 0)`,
    ),
    `row N of its table 'resource_configs' breaks a rule: `,
  ],
  [
    'an answer that is late by thirty years',
    fault({}, { milliseconds: 1e12 }),
    row('faults', 'milliseconds is from 0 to 31536000000'),
  ],
  [
    'an answer that is late by a text',
    fault({}, { milliseconds: '5' }),
    row('faults', 'milliseconds is from 0 to 31536000000'),
  ],
  [
    'a rule that does what there is not',
    fault({}, { kind: 'explode' }),
    row(
      'faults',
      'kind is one of fail, delay, disconnect, fill, crash, corrupt, dropBefore, dropAfter, answerLate, brokenJson',
    ),
  ],
  [
    'a rule for a name that is no text',
    fault({}, {}, { resourceName: ['%'] }),
    row('faults', 'resourceName is a text'),
  ],
  [
    'a rule that is no JSON',
    sql("insert into faults values ('f', '{', '{}', 0, null, 1, 0, 0, 0)"),
    row('faults', 'match and action are JSON objects'),
  ],
  [
    'a rule more likely than sure',
    fault({ probability: 2 }),
    row('faults', 'probability is from 0 to 1'),
  ],
  ['a rule that fires never', fault({ times: 0 }), row('faults', 'times is from 1 to 1000000')],
  [
    'more rules than there may be',
    sql(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1001) insert into faults select 'f' || i, '${JSON.stringify(RULE.match)}', '${JSON.stringify(RULE.action)}', 0, null, 1, 0, 0, 0 from n`,
    ),
    row('faults', 'there are at most 1000 of them'),
  ],
  [
    'an image with a longer name than any',
    image(`name = printf('%.300c', 'x')`),
    row('images', 'name has at most 255 characters'),
  ],
  [
    'an image that is described at length',
    image(`description = printf('%.3000c', 'x')`),
    row('images', 'description has at most 2048 characters'),
  ],
  [
    'an image of a platform that there is not',
    image(`platform = 'Amiga'`),
    row('images', 'platform is one of Linux, Windows, Other, Paravirtualization, WindowsVirtio'),
  ],
  ['an image that is half a system', image('system = 5'), row('images', 'system is 0 or 1')],
  [
    'an image of the time after all dates',
    image('create_date = 9e15'),
    row('images', 'create_date is a date in ms since 1970'),
  ],
  [
    'a quota of less than nothing',
    sql(`update quotas set value = -2`),
    row('quotas', 'value is not less than 0'),
  ],
  [
    'a task that took less than no time',
    sql(`update tasks set length = -1`),
    row('tasks', 'length is not less than 0'),
  ],
  [
    'a task that is due after all dates',
    sql(`update tasks set due_date = 9223372036854775807`),
    row('tasks', 'due_date is a date in ms since 1970'),
  ],
  [
    'a pace of a thousand percent',
    setting('progression', {
      pace: { mode: 'timed', jitterPercent: 1000, polls: null },
      rules: [],
    }),
    'its progression is none',
  ],
])('%s does not come in with a file', async (_what, [change], reason) => {
  const before = everything(emulator);
  const { status, body } = await sendImport(emulator, 'new', changed(change as Change));
  expect([status, body.error?.code]).toEqual([400, 'invalid']);
  const told = body.error.details.replace(/row \d+/, 'row N');
  expect(told).toContain(`the file cannot be imported: ${reason}`);
  expect(everything(emulator)).toEqual(before);
});

test.each<[string, string]>([
  ['a text where a number belongs', `size = 'large'`],
  ['a fraction of a byte', 'size = 1.5'],
  ['more bytes than a long can tell', 'size = 18446744073709551615.0'],
  ['bytes where a text belongs', `url = x'00ff'`],
])('no table takes %s', (_what, change) => {
  const { database } = emulator.environment;
  expect(() => database.exec(`update images set ${change}`)).toThrow(/cannot store \w+ value in/);
});

test('every table is strict', () => {
  const tables = emulator.environment.database
    .prepare("select name from pragma_table_list where schema = 'main' and not strict")
    .pluck()
    .all();
  expect(tables.filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
});

test('rules that clients made, at the bounds of what they may be, come in', async () => {
  const { database } = emulator.environment;
  for (const milliseconds of [1, 31_536_000_000]) {
    const params = { kind: 'answerLate', milliseconds, skip: 1_000_000, times: 1_000_000 };
    await emulator.control('POST', '/faults', params);
  }
  expect(database.prepare('select count(*) from faults').pluck().get()).toBe(2);
  const bytes = await exported(emulator, 'default');
  await imported(emulator, 'again', bytes);
});
