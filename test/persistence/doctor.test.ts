import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../src/persistence/database';
import { copyClosed } from '../../src/persistence/doctor/copy';
import { examineDatabase, EXAMINATION_STEPS } from '../../src/persistence/doctor/examine';
import { isInUse } from '../../src/persistence/doctor/in-use';
import {
  rebuildIndexes,
  recomputeCapacities,
  removeLeftoversOfJobs,
} from '../../src/persistence/doctor/mend';
import { needlessFiles } from '../../src/persistence/doctor/blobs';
import { newestVersion } from '../../src/persistence/migrate';
import { SEED, TEST_TIME, TestEmulator } from '../support/emulator';
import { temporaryFolder } from '../support/process';

/** Of the files of real images. */
let folder: string;
let path: string;
beforeEach(async () => {
  folder = temporaryFolder();
  path = join(temporaryFolder(), 'world.sqlite');
  const emulator = await TestEmulator.start();
  writeFileSync(path, emulator.environment.freeze('all'));
});

const steps: string[] = [];
const examined = (file = path) => {
  steps.length = 0;
  return examineDatabase(file, folder, (step) => {
    steps.push(step);
    return Promise.resolve();
  });
};

/** Does something to the file that no emulator does. */
function spoil(sql: string): void {
  const database = new Database(path);
  database.exec(`pragma foreign_keys = off; pragma ignore_check_constraints = on; ${sql}`);
  database.close();
}

const LEFT =
  'this is not mended here: delete the resource through the API, restore a snapshot, or reset the environment';
const MEND = 'run the command again with --mend, which';
const DAMAGED =
  'restore the file from a copy, from a snapshot or from an export; or move it away, and the next start makes a new one';
const problem = (check: string, details: string[], advice = LEFT) => ({
  check,
  kind: 'problem',
  details,
  advice,
  isMendable: false,
});
const mendable = (check: string, details: string[], what: string) => ({
  ...problem(check, details, `${MEND} ${what}`),
  isMendable: true,
});
const note = (check: string, details: string[], advice: string) => ({
  ...problem(check, details, advice),
  kind: 'note',
});

const job = (uuid: string, state: string) =>
  `insert into jobs (uuid, operation, state, account_uuid, context, wants_schema, create_date, done_date)
     select '${uuid}', 'AddImage', '${state}', (select uuid from accounts limit 1), '{}', 0, ${TEST_TIME}, ${state === 'Running' ? 'null' : TEST_TIME};`;
const task = (id: number, jobUuid: string, flow = 'add-image') =>
  `insert into tasks (id, job_uuid, flow, step, due_date, create_date)
     values (${id}, ${jobUuid}, '${flow}', 'go', ${TEST_TIME}, ${TEST_TIME});`;

test('of a world that is well nothing is said, and every look is told of', async () => {
  expect(await examined()).toEqual([]);
  expect(steps).toHaveLength(EXAMINATION_STEPS);
  expect([...steps.slice(0, 4), steps.at(-1)]).toEqual([
    'what it is',
    'integrity',
    'schema',
    'references',
    'files of images',
  ]);
});

test('an empty file, what is no database, and those of others', async () => {
  writeFileSync(path, '');
  expect(await examined()).toEqual([
    note('what it is', ['the file is empty'], 'the next start fills it'),
  ]);
  expect(steps).toEqual(['what it is']);
  for (const bytes of ['no database', 'SQLite format 3x and more']) {
    writeFileSync(path, bytes);
    expect(await examined()).toEqual([problem('integrity', ['it is no SQLite database'], DAMAGED)]);
  }
  writeFileSync(path, 'SQLite format 3\0');
  expect(await examined()).toEqual([problem('integrity', ['file is not a database'], DAMAGED)]);
});

test('another application and a newer schema', async () => {
  const newer = newestVersion() + 1;
  spoil(`pragma user_version = ${newer}`);
  expect(await examined()).toEqual([
    problem(
      'schema',
      [`its schema is ${newer}, this emulator knows ${newestVersion()}`],
      'it was written by a newer emulator: update this one',
    ),
  ]);
  spoil('pragma application_id = 7');
  expect(await examined()).toEqual([
    problem(
      'what it is',
      [`its application_id is 7, an emulator's is ${APPLICATION_ID}`],
      'it is a database of another program: move it away',
    ),
  ]);
});

test('a schema that cannot be brought up to date is told, and nothing after it', async () => {
  spoil(`pragma user_version = ${newestVersion() - 1}; drop table user_tags; drop table images`);
  const [finding, ...more] = await examined();
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    check: 'schema',
    kind: 'problem',
    advice: 'use the emulator that wrote it',
    isMendable: false,
  });
  expect(steps.at(-1)).toBe('schema');
});

test('rows that refer to nothing, and laws that are broken, each with its rows', async () => {
  const { linux, windows } = SEED.images;
  spoil(`update primary_storages set zone_uuid = 'x' where rowid = 1;
    update images set content_id = null where uuid in ('${linux}', '${windows}')`);
  const findings = await examined();
  expect(findings.filter(({ check }) => check === 'references')).toEqual([
    problem('references', ['row 1 of primary_storages refers to nothing in zones']),
  ]);
  expect(findings.filter(({ check }) => check === 'a Ready image has its content')).toEqual([
    problem('a Ready image has its content', [`uuid ${linux}`, `uuid ${windows}`]),
  ]);
  expect(findings.some(({ check }) => check === 'every reference leads somewhere')).toBe(false);
});

test('of a kind a hundred rows are told at the most', async () => {
  spoil(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 150)
    insert into image_groups (uuid, name, status, image_count, create_date, last_op_date) select 'g' || i, 'g', 'Ready', 1, 1, 1 from n`);
  const [owners] = (await examined()).filter(({ check }) =>
    check.startsWith('everything that belongs to accounts'),
  );
  expect(owners?.details).toHaveLength(100);
  spoil(`update vm_instances set zone_uuid = 'x'; with recursive n(i) as (select 1 union all select i + 1 from n where i < 150)
    insert into backup_storage_zones (backup_storage_uuid, zone_uuid)
    select 'b' || i, 'z' || i from n`);
  const [references] = (await examined()).filter(({ check }) => check === 'references');
  expect(references?.details).toHaveLength(100);
});

test('capacities are computed anew', async () => {
  spoil(
    `update backup_storages set available_capacity = available_capacity - 1 where uuid = '${SEED.backupStorages.sftp}'`,
  );
  const [finding, ...more] = await examined();
  expect(more).toEqual([]);
  expect(finding).toEqual(
    mendable(
      'capacity of backup storages',
      ['name sftp-1, available_capacity 2142793367551, expected 2142793367552'],
      'computes it anew from what lies on the storage',
    ),
  );
  const database = new Database(path);
  expect([recomputeCapacities(database), recomputeCapacities(database)]).toEqual([1, 0]);
  rebuildIndexes(database);
  database.close();
  expect(await examined()).toEqual([]);
});

test('jobs under way are a note; tasks of jobs that have ended are removed', async () => {
  spoil(`${job('j1', 'Running')} ${job('j2', 'Succeeded')}
    ${task(901, "'j1'")} ${task(902, "'j2'")} ${task(903, "'gone'", 'x')} ${task(904, "'j2'", 'web-hook')} ${task(905, 'null', 'expunge')}`);
  const findings = await examined();
  expect(findings.filter(({ check }) => /job/.test(check) && check !== 'references')).toEqual([
    mendable(
      'a task belongs to a job that runs',
      ['task 902 (add-image/go) of the job j2', 'task 903 (x/go) of the job gone'],
      'removes them',
    ),
    note('unfinished jobs', ['jobs under way: 1'], 'they go on at the next start'),
  ]);
  const database = new Database(path);
  expect(removeLeftoversOfJobs(database)).toEqual({ tasks: 2, reservations: 0 });
  const left = database.prepare('select id from tasks where id > 900 order by id').pluck().all();
  database.close();
  expect(left).toEqual([901, 904, 905]);
});

describe('files of real images', () => {
  const nameOf = (bytes: string) =>
    `${createHash('md5').update(bytes).digest('hex')}-${bytes.length.toString(16)}`;
  const blob = (bytes: string) =>
    `insert into blobs (content_id, length, virtual_size, format, md5, create_date)
       values ('${nameOf(bytes)}', ${bytes.length}, ${bytes.length}, 'raw', '', 1);`;
  const put = (name: string, bytes: string) => writeFileSync(join(folder, name), bytes);
  const found = async () =>
    (await examined()).filter(({ check }) => /images$|unfinished|uploads/.test(check));

  test('each has the bytes that it is called after', async () => {
    spoil(`${blob('one')} ${blob('two')} ${blob('three')} ${blob('four')}
      update images set content_id = '${nameOf('two')}' where uuid in ('${SEED.images.linux}', '${SEED.images.iso}')`);
    put(nameOf('one'), 'one');
    put(nameOf('two'), 'owt');
    put(nameOf('three'), 'longer');
    const [bytes, ...more] = await found();
    expect(more).toEqual([]);
    expect(bytes).toEqual(
      problem(
        'bytes of images',
        [
          ...[
            `${nameOf('three')} has 6 bytes instead of 5`,
            `${nameOf('four')} is not there`,
          ].toSorted(),
          `${nameOf('two')} has other bytes: their MD5 is ${nameOf('owt').split('-')[0]} (images ${SEED.images.linux}, ${SEED.images.iso})`,
        ],
        'put the file back from a copy of the directory, or delete the images and add them again',
      ),
    );
    const read = steps.filter((step) => step.startsWith('bytes of images'));
    expect(read).toEqual(
      [nameOf('one'), nameOf('two')].toSorted().map((name) => `bytes of images: ${name} (3 bytes)`),
    );
  });

  test('files that nobody needs are noted, and unfinished ones apart from them', async () => {
    spoil(blob('one'));
    const names = [
      '0a-1',
      '0b-1',
      '1.arriving',
      'i1-b1.partial',
      'i2-b2.partial',
      '0c-1.held',
      'ab.sent',
    ];
    for (const name of [...names, nameOf('one')]) put(name, 'one');
    const upload = (image: string, received: string) =>
      `insert into uploads (image_uuid, backup_storage_uuid, key, job_uuid, received, upload_url, create_date, last_op_date)
         values ('${image}', 'b1', 'k', 'j', '${received}', 'u', 1, 1);`;
    spoil(`${upload('i1', '0-1')} ${upload('i3', '0-1')} ${upload('i4', '')}`);
    const advice = 'the next start removes them, and so does --mend';
    expect(await found()).toEqual([
      {
        ...note('files of images', ['0a-1: no image has it', '0b-1: no image has it'], advice),
        isMendable: true,
      },
      {
        ...note(
          'unfinished files',
          ['1.arriving: nobody goes on with it', 'i2-b2.partial: nobody goes on with it'],
          advice,
        ),
        isMendable: true,
      },
      mendable(
        'bytes of uploads',
        ['image i3: what had arrived is not there'],
        'lets their clients begin again, as the next start does',
      ),
    ]);
    const database = new Database(path);
    expect(needlessFiles(database, folder).toSorted()).toEqual(
      ['0a-1', '0b-1', '1.arriving', 'i2-b2.partial'].toSorted(),
    );
    expect(needlessFiles(database, join(folder, 'nowhere'))).toEqual([]);
    database.close();
  });
});

test('who has the file open is noticed, and nothing is changed by the question', () => {
  const before = readFileSync(path);
  expect(isInUse(path)).toBe(false);
  const database = new Database(path);
  database.pragma('locking_mode = EXCLUSIVE');
  database.exec('begin immediate; commit');
  expect(isInUse(path)).toBe(true);
  database.close();
  expect(isInUse(path)).toBe(false);
  expect(isInUse(join(folder, 'nowhere.sqlite'))).toBe(false);
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(dirname(path))).toEqual(['world.sqlite']);
});

test('a copy has the log that lies beside the file', async () => {
  writeFileSync(`${path}-wal`, 'a log');
  const to = join(folder, 'copy.sqlite');
  await copyClosed(path, to);
  expect(readFileSync(to)).toEqual(readFileSync(path));
  expect(readFileSync(`${to}-wal`, 'utf8')).toBe('a log');
  expect(existsSync(`${to}-journal`)).toBe(false);
  writeFileSync(`${path}-journal`, 'a journal');
  await copyClosed(path, to);
  expect(readFileSync(`${to}-journal`, 'utf8')).toBe('a journal');
});
