import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { brokenLaws } from '../../src/persistence/laws';
import { SEED, TestEmulator } from '../support/emulator';
import {
  amongClients,
  Client,
  create,
  done,
  environmentOf,
  exported,
  imported,
  rowsOf,
  sendImport,
  uploadIn,
  worldOf,
} from '../support/environments';
import { Pool } from '../support/pool';
import { temporaryFolder } from '../support/process';

const { stoppedWindows, spareData } = SEED.volumes;
const { imageStore, sftp } = SEED.backupStorages;

/** Opens an exported file to look into it. */
function opened(file: Buffer): InstanceType<typeof Database> {
  const path = join(temporaryFolder(), 'export.sqlite');
  writeFileSync(path, file);
  return new Database(path, { readonly: true });
}

test('an export is one whole SQLite file with every row of the world', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  await new Client(emulator, 'x').template(stoppedWindows, { name: 'mine' });
  const answer = await fetch(`${emulator.url}/emulator/v1/environments/x/export?secrets=keep`);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/vnd.sqlite3',
    'content-disposition': "attachment; filename*=UTF-8''x.sqlite",
    'accept-ranges': 'none',
  });
  const file = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-length')).toBe(String(file.length));
  const database = opened(file);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('journal_mode', { simple: true })).toBe('delete');
  expect(rowsOf(database)).toEqual(worldOf(emulator, 'x'));
});

test('every export is another moment: no range of one is sent', async () => {
  const emulator = await TestEmulator.start();
  const whole = await exported(emulator, 'default');
  const answer = await fetch(
    `${emulator.url}/emulator/v1/environments/default/export?secrets=keep`,
    {
      headers: { Range: 'bytes=100-200' },
    },
  );
  expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, whole.length]);
});

/** A world of more pages than are copied at once (2000): others have their turn while it is copied. */
const large = (count: number) => ({
  version: 1,
  include: ['default'],
  zones: [{ name: 'z-{n}', description: 'x'.repeat(2000), count }],
});

// Pages of memory have 1 KB, those of files 4.
test.each([
  ['memory', 1100],
  ['file', 2500],
])(
  'an export while 64 clients write is one moment of the world, and goes on elsewhere (%s)',
  async (storage, zones) => {
    const dataDir = temporaryFolder();
    const emulator = await TestEmulator.start({ settings: { dataDir } });
    await create(emulator, { name: 'x', storage, from: { seed: large(zones) } });
    const { database: source } = environmentOf(emulator, 'x');
    expect(source.pragma('page_count', { simple: true })).toBeGreaterThan(2200);
    await uploadIn(new Client(emulator, 'x'), Buffer.alloc(2_000_000, 'u'));
    const unfinished = () => readdirSync(join(dataDir, 'temporary'));
    const before = unfinished();
    const files: Buffer<ArrayBuffer>[] = [];
    for (let i = 0; i < 2; i++) {
      const { file, during } = await exportedAmongWriters(emulator, i, () => {
        return unfinished().length > before.length;
      });
      expect(during).toBeGreaterThanOrEqual(64);
      files.push(file);
    }

    const elsewhere = await TestEmulator.start();
    let images = 0;
    for (const [i, file] of files.entries()) {
      const database = opened(file);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(brokenLaws(database)).toEqual({});
      expect(halves(database)).toEqual([]);
      database.close();
      const world = await imported(elsewhere, `e${i}`, file);
      expect(world.images).toBeGreaterThan(images);
      images = world.images;
      worldOf(elsewhere, `e${i}`);
      await new Client(elsewhere, `e${i}`).template(stoppedWindows, { name: 'goes on' });
      worldOf(elsewhere, `e${i}`);
    }
    expect(unfinished()).toEqual(before);
  },
);

/**
 * An export during which 64 clients write, each the next thing as soon as it has its answer, until the
 * copy is whole; and how many of these answers came while it was made.
 */
async function exportedAmongWriters(
  emulator: TestEmulator,
  round: number,
  isBeingMade: () => boolean,
): Promise<{ file: Buffer<ArrayBuffer>; during: number }> {
  const pool = new Pool(`${emulator.url}/environments/x/zstack`, 64);
  let during = 0;
  const act = async (client: number, turn: number) => {
    const { status, text } = await write(pool, client, `${round}-${turn}`);
    if (status !== 200) throw new Error(`${status} ${text}`);
    if (isBeingMade()) during++;
  };
  const path = `${emulator.url}/emulator/v1/environments/x/export?secrets=keep`;
  const answer = await amongClients(64, act, () => fetch(path));
  pool.close();
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return { file: Buffer.from(await answer.arrayBuffer()), during };
}

/** What one of the clients writes at its n-th turn. */
function write(pool: Pool, client: number, n: string) {
  const name = `c${client}-${n}`;
  if (client % 8 === 0) {
    return pool.post(`/volumes/${spareData}/volume-snapshots`, { params: { name } });
  }
  const backupStorageUuids = client % 2 === 0 ? [imageStore] : [imageStore, sftp];
  const path = `/images/data-volume-templates/from/volumes/${spareData}`;
  return pool.post(path, { params: { name, backupStorageUuids } });
}

/** Work of which only a part is there: each call was one moment. */
function halves(database: InstanceType<typeof Database>): unknown[] {
  return database
    .prepare(
      `with made as (select result ->> '$.inventory.uuid' as uuid from jobs)
       select name, status, (select count(*) from image_backup_storage_refs where image_uuid = i.uuid) as refs,
         (i.uuid in (select uuid from made)) as jobs
       from images i where name glob 'c[0-9]*-[0-9]*' and (status <> 'Ready' or jobs <> 1 or refs not in (1, 2))
       union all
       select uuid, state, 0, 0 from jobs where state <> 'Succeeded'
       union all
       select uuid, 'no job', 0, 0 from volume_snapshots s where name glob 'c[0-9]*-[0-9]*'
         and uuid not in (select uuid from made)`,
    )
    .all();
}

test('an import is the exported world, whatever stood in its place, and it is reset to it', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const x = new Client(emulator, 'x');
  await x.template(stoppedWindows, { name: 'mine' });
  await x.control('PUT', '/progression', { mode: 'timed' });
  await x.control('POST', '/clock/advance', { by: '5d' });
  const world = worldOf(emulator, 'x');
  const file = await exported(emulator, 'x');
  for (const dataDir of [':memory:', temporaryFolder()]) {
    const elsewhere = await TestEmulator.start({ settings: { dataDir } });
    await create(elsewhere, { name: 'old', idle: '3h' });
    for (const name of ['new', 'old', 'default']) {
      const answer = await imported(elsewhere, name, file);
      expect(answer).toMatchObject({
        name,
        origin: `file ${name}`,
        // One image was deleted and expunged by its clock.
        images: 5,
        storage: name === 'old' || dataDir === ':memory:' ? 'memory' : 'file',
        idleSeconds: name === 'old' ? 10_800 : null,
      });
      const plain = (rows: object) => JSON.stringify(rows).replaceAll(/\/environments\/\w+/g, '');
      expect(plain(worldOf(elsewhere, name))).toBe(plain(world));
      const born = worldOf(elsewhere, name);
      await new Client(elsewhere, name).make('DELETE', `/images/${SEED.images.iso}`);
      await done(elsewhere, 'POST', `/environments/${name}/reset`);
      expect(worldOf(elsewhere, name)).toEqual(born);
    }
  }
});

test('web hooks and rules that end the process are taken out of an imported world', async () => {
  const armed = await TestEmulator.start({ settings: { crashPoints: 'allow' } });
  const hook = await Pool.hangingServer();
  const job = '0123456789abcdef0123456789abcdef';
  await armed.control('PUT', '/progression', { mode: 'manual' });
  await armed.createTemplate(
    SEED.volumes.runningLinux,
    { name: 'slow' },
    { headers: { 'X-Web-Hook': hook.url, 'X-Job-UUID': job } },
  );
  hook.close();
  const rule = { kind: 'fail', operation: 'QueryZone' };
  await armed.control('POST', '/faults', { kind: 'crash', point: POINT, skip: 1000 });
  await armed.control('POST', '/faults', rule);
  const file = await exported(armed, 'default');
  const tables = (rows: Record<string, unknown[]>) => [
    (rows['jobs'] as { web_hook: string | null }[]).filter((each) => each.web_hook !== null).length,
    rows['faults']?.length,
  ];
  expect(tables(worldOf(armed, 'default'))).toEqual([1, 2]);
  const careful = await TestEmulator.start();
  await imported(careful, 'x', file);
  expect(tables(worldOf(careful, 'x'))).toEqual([0, 1]);
  const daring = await TestEmulator.start({ settings: { crashPoints: 'allow' } });
  await imported(daring, 'x', file);
  expect(tables(worldOf(daring, 'x'))).toEqual([0, 2]);
  const x = new Client(careful, 'x');
  await x.control('DELETE', '/progression');
  expect((await x.call('GET', `/api-jobs/${job}`)).status).toBe(200);
});

const POINT = 'create-root-volume-template/start-creating-template';

test('the newest of two imports at the same time is the one that stays', async () => {
  const emulator = await TestEmulator.start();
  const empty = await exported(emulator, 'default');
  await new Client(emulator, 'default').template(stoppedWindows, { name: 'mine' });
  const full = await exported(emulator, 'default');
  const answers = await Promise.all(
    [empty, full, empty, full].map((file) => sendImport(emulator, 'x', file)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const { images } = (await done(emulator, 'GET', '/environments/x'))[0];
  expect([5, 6]).toContain(images);
  worldOf(emulator, 'x');
});
