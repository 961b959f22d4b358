import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { ask, filesBelow, leftDirectory, spoil } from '../support/data-directory';
import { EmulatorProcess, eventually, runCommand, type Ended } from '../support/process';

const { imageStore } = SEED.backupStorages;
const ROOT_VOLUME = SEED.volumes.runningLinux;

const mend = (folder: string) => runCommand(['doctor', folder, '--mend']);
const look = (folder: string) => runCommand(['doctor', folder]);

const capacity = (folder: string, file?: string) =>
  ask(folder, `select available_capacity from backup_storages where uuid = '${imageStore}'`, file);

/** Mended whole: nothing is left, and an emulator starts on it, in which every law holds. */
async function expectMended(folder: string, ended: Ended): Promise<EmulatorProcess> {
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/\nall is well\n$/);
  expect((await look(folder)).code).toBe(0);
  const emulator = await EmulatorProcess.start(folder);
  const laws = await fetch(`${emulator.url.replace('/zstack', '')}/emulator/v1/invariants`);
  expect(await laws.json()).toMatchObject({ holds: true });
  return emulator;
}

test('capacities are computed anew, and the database before it lies beside', async () => {
  const folder = await leftDirectory();
  const right = Number(capacity(folder));
  spoil(
    folder,
    `update backup_storages set available_capacity = ${right - 4711} where uuid = '${imageStore}';
     update primary_storages set available_capacity = available_capacity - 1,
       available_physical_capacity = available_physical_capacity - 2 where rowid = 1`,
  );
  const found = await look(folder);
  expect(found.code).toBe(3);
  expect(found.stdout).toContain(
    `name imagestore-1, available_capacity ${right - 4711}, expected ${right}`,
  );
  expect(found.stdout).toMatch(/\n3 problems; --mend mends 3 of them\n$/);

  const ended = await mend(folder);
  expect(ended.stdout).toContain('capacities computed anew: 3');
  await (await expectMended(folder, ended)).end('SIGTERM');
  expect(capacity(folder)).toBe(right);
  expect(capacity(folder, 'default.before-mend.sqlite')).toBe(right - 4711);
});

/** A template that waits for a hand: its job runs, and has taken capacity. */
async function withWaitingTemplate(): Promise<{ folder: string; job: string }> {
  let job = '';
  const folder = await leftDirectory(
    async (emulator) => {
      const params = { name: 'unfinished', backupStorageUuids: [imageStore] };
      const answer = await emulator.createTemplate(ROOT_VOLUME, params, {
        Prefer: 'respond-async',
      });
      expect(answer.status).toBe(202);
      job = ((await answer.json()) as Json).location.split('/').at(-1);
      // The work begins after the answer.
      await eventually(async () => {
        const found = await emulator.get('/v1/images?q=name=unfinished');
        const [image] = ((await found.json()) as Json).inventories;
        return image?.backupStorageRefs.length > 0 ? true : undefined;
      });
    },
    { EMULATOR_PROGRESSION: 'manual' },
  );
  return { folder, job };
}

test('work that waits is a note: it goes on at the next start', async () => {
  const { folder } = await withWaitingTemplate();
  const { code, stdout } = await look(folder);
  expect(code).toBe(0);
  expect(stdout).toContain('note: unfinished jobs\n    jobs under way: 1\n');
});

test('a job that nothing would go on with fails, and what it had done is undone', async () => {
  const { folder, job } = await withWaitingTemplate();
  const taken = Number(capacity(folder));
  spoil(folder, `delete from tasks where job_uuid = '${job}'`);
  const found = await look(folder);
  expect(found.code).toBe(3);
  expect(found.stdout).toContain(`a job that runs has work to do\n    uuid ${job}\n`);

  const ended = await mend(folder);
  const emulator = await expectMended(folder, ended);
  const result = await emulator.get(`/v1/api-jobs/${job}`);
  expect(result.status).toBe(503);
  expect(((await result.json()) as Json).error.details).toBe(
    'the job had no work left when its data directory was mended',
  );
  const images = await emulator.get('/v1/images?q=name=unfinished');
  expect(await images.json()).toMatchObject({ inventories: [] });
  await emulator.end('SIGTERM');
  expect(Number(capacity(folder))).toBeGreaterThan(taken);
});

test('tasks and reservations of jobs that have ended go, and their capacity comes back', async () => {
  const folder = await leftDirectory((emulator) =>
    emulator.createTemplate(ROOT_VOLUME, { name: 'done', backupStorageUuids: [imageStore] }),
  );
  const right = capacity(folder);
  spoil(
    folder,
    `insert into tasks (job_uuid, flow, step, due_date, create_date)
       select uuid, 'create-root-volume-template', 'nothing', 1, 1 from jobs limit 1;
     insert into backup_storage_reservations select uuid, '${imageStore}', 1000 from jobs limit 1;
     update backup_storages set available_capacity = available_capacity - 1000 where uuid = '${imageStore}'`,
  );
  const ended = await mend(folder);
  expect(ended.stdout).toContain('tasks of ended jobs removed: 1');
  expect(ended.stdout).toContain('reservations of ended jobs taken back: 1');
  await (await expectMended(folder, ended)).end('SIGTERM');
  expect(capacity(folder)).toBe(right);
});

test('a long job that nothing works for ends as failed', async () => {
  const uuid = 'f0000000000040008000000000000001';
  const folder = await leftDirectory(async (emulator) => {
    const answer = await fetch(`${emulator.url}/v1/longjobs`, {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({
        params: {
          resourceUuid: uuid,
          jobName: 'APICreateRootVolumeTemplateFromRootVolumeMsg',
          targetResourceUuid: ROOT_VOLUME,
          jobData: JSON.stringify({ name: 'long', rootVolumeUuid: ROOT_VOLUME }),
        },
      }),
    });
    expect(answer.status).toBe(200);
    await eventually(async () => {
      const found = await emulator.get(`/v1/longjobs/${uuid}`);
      const [longJob] = ((await found.json()) as Json).inventories;
      return longJob?.state === 'Succeeded' ? true : undefined;
    });
  });
  spoil(folder, `update long_jobs set state = 'Running', done_date = null where uuid = '${uuid}'`);
  const ended = await mend(folder);
  expect(ended.stdout).toContain(`ended the long job ${uuid} as failed`);
  await (await expectMended(folder, ended)).end('SIGTERM');
  expect(ask(folder, `select state from long_jobs where uuid = '${uuid}'`)).toBe('Failed');
});

test('indexes that lost rows are built anew', async () => {
  const folder = await leftDirectory();
  const database = new Database(join(folder, 'default.sqlite'));
  const name = 'images_name';
  database.unsafeMode(true);
  database.pragma('writable_schema = ON');
  // While SQLite does not know of the index, a row changes.
  const row = database.prepare('select * from sqlite_schema where name = ?').get(name);
  database.prepare('delete from sqlite_schema where name = ?').run(name);
  database.pragma('writable_schema = RESET');
  database.exec("update images set name = 'changed' where rowid = 1");
  database.pragma('writable_schema = ON');
  database
    .prepare('insert into sqlite_schema values (@type, @name, @tbl_name, @rootpage, @sql)')
    .run(row);
  database.close();

  const found = await look(folder);
  expect(found.stdout).toContain('missing from index images_name');
  const ended = await mend(folder);
  expect(ended.stdout).toContain('built the indexes anew');
  const emulator = await expectMended(folder, ended);
  const images = await emulator.get('/v1/images?q=name=changed');
  expect(((await images.json()) as Json).inventories).toHaveLength(1);
});

test('files that nobody needs go; those that are needed stay', async () => {
  const { folder } = await withWaitingTemplate();
  const blobs = join(folder, 'blobs');
  mkdirSync(blobs);
  mkdirSync(join(folder, 'temporary'));
  const image = String(ask(folder, "select uuid from images where name = 'unfinished'"));
  const needed = `${image}-${imageStore}.partial`;
  spoil(
    folder,
    `insert into uploads select uuid, '${imageStore}', uuid, (select uuid from jobs limit 1), 4, 1, '0', 'http://x', 1, 1
       from images where uuid = '${image}'`,
  );
  const orphan = '0123456789abcdef0123456789abcdef-10';
  const abandoned = `${'f'.repeat(32)}-${imageStore}.partial`;
  for (const name of [needed, orphan, abandoned]) writeFileSync(join(blobs, name), 'x');
  writeFileSync(join(folder, 'temporary', '1-0'), 'x');

  const found = await look(folder);
  // A kill leaves such files; nothing is wrong with that.
  expect(found.code).toBe(0);
  expect(found.stdout).toContain(`${orphan}: no image has it`);
  expect(found.stdout).toContain(`${abandoned}: nobody goes on with it`);
  expect(found.stdout).not.toContain(needed);

  const ended = await mend(folder);
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).toContain(`removed ${join(blobs, orphan)}`);
  expect(readdirSync(blobs)).toEqual([needed]);
  expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
});

test('bytes of images that are gone are told, and left', async () => {
  const folder = await leftDirectory();
  const bytes = 'sixteen bytes...';
  const sum = createHash('md5').update(bytes).digest('hex');
  const content = `${sum}-10`;
  const uuid = '1a000000000040008000000000000002';
  spoil(
    folder,
    `insert into blobs values ('${content}', 16, 16, 'raw', '${sum}', 1);
     update images set content_id = '${content}', md5_sum = '${sum}' where uuid = '${uuid}'`,
  );
  for (const { code, stdout } of [await look(folder), await mend(folder)]) {
    expect(code).toBe(3);
    expect(stdout).toContain(`${content} is not there (images ${uuid})`);
  }
  mkdirSync(join(folder, 'blobs'));
  writeFileSync(join(folder, 'blobs', content), 'short');
  expect((await look(folder)).stdout).toContain(`${content} has 5 bytes instead of 16`);
  const others = 'other bytes here';
  writeFileSync(join(folder, 'blobs', content), others);
  const wrong = await look(folder);
  expect(wrong.code).toBe(3);
  expect(wrong.stdout).toContain(
    `${content} has other bytes: their MD5 is ${createHash('md5').update(others).digest('hex')} (images ${uuid})`,
  );
  writeFileSync(join(folder, 'blobs', content), bytes);
  expect((await look(folder)).code).toBe(0);
});

test('what cannot be mended is left, and said to be left', async () => {
  const folder = await leftDirectory();
  const right = Number(capacity(folder));
  spoil(
    folder,
    `update images set content_id = null where rowid = 1;
     update backup_storages set available_capacity = 1 where uuid = '${imageStore}'`,
  );
  const { code, stdout } = await mend(folder);
  expect(code).toBe(3);
  expect(stdout).toContain('a Ready image has its content');
  expect(stdout).toMatch(/\n1 problem left\n$/);
  expect(capacity(folder)).toBe(right);
});

test('a directory that is well is not touched, and each mend keeps its own copy', async () => {
  const folder = await leftDirectory();
  const before = filesBelow(folder);
  expect((await mend(folder)).stdout).not.toContain('mended');
  expect(filesBelow(folder)).toEqual(before);
  for (const name of ['default.before-mend.sqlite', 'default.before-mend-2.sqlite']) {
    spoil(folder, 'update backup_storages set available_capacity = 1 where rowid = 1');
    expect((await mend(folder)).code).toBe(0);
    expect(existsSync(join(folder, name))).toBe(true);
  }
});

test('what a kill left in the log is in the copy and in the file', async () => {
  const folder = await leftDirectory(
    (emulator) => emulator.createTemplate(ROOT_VOLUME, { name: 'late' }),
    {},
    'SIGKILL',
  );
  const count = "select count(*) from images where name = 'late'";
  expect((await mend(folder)).code).toBe(0);
  expect(existsSync(join(folder, 'default.sqlite-wal'))).toBe(false);
  expect(ask(folder, count)).toBe(1);
  const copy = new Database(join(folder, 'default.before-mend.sqlite'));
  expect(copy.prepare(count).pluck().get()).toBe(1);
  copy.close();
});
