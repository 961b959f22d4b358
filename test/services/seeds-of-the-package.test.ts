import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { imageStatusMachine, imageStateMachine } from '../../src/domain/image/image';
import {
  backupStorageStateMachine,
  backupStorageStatusMachine,
} from '../../src/domain/backup-storage/backup-storage';
import {
  primaryStorageStateMachine,
  primaryStorageStatusMachine,
} from '../../src/domain/primary-storage/primary-storage';
import { vmStateMachine } from '../../src/domain/vm-instance/vm-instance';
import { volumeStateMachine, volumeStatusMachine } from '../../src/domain/volume/volume';
import { type Json, ROOT, seedText, TestEmulator } from '../support/emulator';
import { startSeed } from '../support/seeds';

const SEEDS = readdirSync(join(ROOT, 'seed')).filter((name) => name.endsWith('.yaml'));
const SMALL_SEEDS = SEEDS.filter((name) => name !== 'large.yaml');
const start = (seed: string) => TestEmulator.start({ settings: { seed } });
const inventories = async (emulator: TestEmulator, path: string): Promise<Json[]> =>
  (await emulator.call('GET', path)).body.inventories;

test.each(SMALL_SEEDS)(
  '%s makes a world that keeps every law, now and a week later',
  async (seed) => {
    const emulator = await start(seed.replace('.yaml', ''));
    expect(emulator.brokenLaws()).toEqual({});
    emulator.advance(7 * 24 * 3_600_000);
    expect(emulator.brokenLaws()).toEqual({});
  },
);

test.each(SEEDS)('%s tells editors where its schema is', (seed) => {
  expect(seedText(seed).split('\n')[0]).toBe('# yaml-language-server: $schema=./seed.schema.json');
});

test.each(SMALL_SEEDS)('%s makes the same world each time, to the last row', async (seed) => {
  const byName = await start(seed.replace('.yaml', ''));
  const byPath = await start(join(ROOT, 'seed', seed));
  expect(rowsOf(byPath)).toEqual(rowsOf(byName));
});

/** Every row of every table, but when and from what the world was made. */
function rowsOf({ environment }: TestEmulator): Record<string, unknown[]> {
  const { database } = environment;
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => {
      const rows = database.prepare<[], { name?: string }>(`select * from "${table}"`).all();
      const isOfBirth = ({ name = '' }) => table === 'settings' && /^(birth|seed)$/.test(name);
      return [table, rows.filter((row) => !isOfBirth(row))];
    }),
  );
}

describe('the world of edge cases', () => {
  test.each([
    ['images', 'status', imageStatusMachine],
    ['images', 'state', imageStateMachine],
    ['backup-storage', 'status', backupStorageStatusMachine],
    ['backup-storage', 'state', backupStorageStateMachine],
    ['primary-storage', 'status', primaryStorageStatusMachine],
    ['primary-storage', 'state', primaryStorageStateMachine],
    ['vm-instances', 'state', vmStateMachine],
    ['volumes', 'status', volumeStatusMachine],
    ['volumes', 'state', volumeStateMachine],
  ])('has %s of every %s', async (path, field, machine) => {
    const emulator = await start('edge-cases');
    const found = await inventories(emulator, `/${path}?limit=1000`);
    expect(new Set(found.map((each: Json) => each[field]))).toEqual(new Set(machine.states));
  });

  test('has names that queries find as they are written, in every script', async () => {
    const emulator = await start('edge-cases');
    const found = await inventories(emulator, '/images?limit=1000');
    for (const { name, uuid } of found) {
      // Commas part values, and a backslash hides what follows: neither can stand in a condition.
      if (/[,\\]/.test(name)) continue;
      const asked = `/images?q=${encodeURIComponent(`name=${name}`)}&q=uuid=${uuid}`;
      expect((await inventories(emulator, asked)).map((each: Json) => each.name)).toEqual([name]);
    }
    expect(found.length).toBeGreaterThan(60);
  });

  test('goes on: what was half done is done, and what nobody brings goes', async () => {
    const emulator = await start('edge-cases');
    emulator.advance(1_200_000);
    const found = Object.fromEntries(
      (await inventories(emulator, '/images?limit=1000')).map(({ name, status }: Json) => [
        name,
        status,
      ]),
    );
    expect(found).toMatchObject({
      downloading: 'Ready',
      'ready-deleted-downloading': 'Ready',
      creating: 'Ready',
      'creating-of-data': 'Ready',
      'stuck-downloading': 'Downloading',
    });
    expect(found).not.toHaveProperty('waits-for-an-upload');
    const jobs = await inventories(emulator, '/longjobs?sort=%2Bname');
    expect(jobs.map(({ name, state }: Json) => [name, state])).toEqual([
      ['add-by-upload', expect.stringMatching(/Failed|Suspended/)],
      ['add-downloading', 'Succeeded'],
      ['canceled', 'Canceled'],
      ['creating-of-data', 'Succeeded'],
      ['failed', 'Failed'],
      ['succeeded', 'Succeeded'],
    ]);
  });
});

describe('a large world', () => {
  test('has 100,000 images, each with its own md5Sum, and no event for each', async () => {
    const emulator = await start('large');
    const { body } = await emulator.call('GET', '/images?limit=5&replyWithCount=true');
    expect(body.total).toBe(100_000);
    const sums = body.inventories.map(({ md5Sum }: Json) => md5Sum);
    expect(new Set(sums).size).toBe(5);
    expect((await emulator.control('GET', '/events?limit=10')).body.inventories).toEqual([]);
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('has the sums that the images have in a small one, however they are asked for', async () => {
    const seed = (count: number) => `version: 1
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
backupStorages: [{ name: a, type: Ceph, url: x, totalCapacity: 8000T }]
images: [{ name: 'i-{n}', count: ${count}, url: 'http://x', size: 1G, backupStorages: [a] }]`;
    const large = await startSeed(seed(2_000));
    const small = await startSeed(seed(5));
    const [image] = await inventories(small, '/images?q=name=i-3');
    expect(image.md5Sum).toMatch(/^[0-9a-f]{32}$/);
    for (const asked of ['q=name=i-3', `q=md5Sum=${image.md5Sum}`, `q=uuid=${image.uuid}`]) {
      expect(await inventories(large, `/images?${asked}`)).toMatchObject([
        { name: 'i-3', md5Sum: image.md5Sum },
      ]);
    }
    const bytes = await large.anonymous.get(`/emulator/v1/images/${image.uuid}/artifact`);
    expect(bytes.status).toBe(200);
    const changed = await large.make('PUT', `/images/${image.uuid}/actions`, {
      updateImage: { name: 'renamed' },
    });
    expect(changed.md5Sum).toBe(image.md5Sum);
    const sorted = await inventories(large, '/images?sort=%2Bmd5Sum&limit=3&fields=md5Sum');
    const lowest = sorted.map(({ md5Sum }: Json) => md5Sum);
    expect(lowest).toEqual(lowest.toSorted((a: string, b: string) => (a < b ? -1 : 1)));
  });
});
