import { SEED, TestEmulator, type Json } from '../support/emulator';

const IMAGES = 510;
const order: string[] = [];
const noted = async <T>(name: string, work: Promise<T>): Promise<T> => {
  const result = await work;
  order.push(name);
  return result;
};

/** Images that are being added and are all due at once. */
async function manyDownloads(emulator: TestEmulator): Promise<void> {
  await emulator.control('PUT', '/progression', { mode: 'timed' });
  const calls = Array.from({ length: IMAGES }, (_, i) =>
    fetch(`${emulator.url}/zstack/v1/images`, {
      method: 'POST',
      headers: {
        Authorization: 'OAuth 5e55000000004000800000000000ad01',
        'X-Job-UUID': i.toString(16).padStart(32, '0'),
      },
      body: JSON.stringify({
        params: {
          name: `many-${i}`,
          url: 'http://x/y.qcow2#size=1M&actualSize=1M',
          format: 'qcow2',
          backupStorageUuids: [SEED.backupStorages.imageStore],
        },
      }),
    }),
  );
  for (const { status } of await Promise.all(calls)) expect(status).toBe(202);
}

test('a jump over years lets others have their turn, and its own world is seen before or after it', async () => {
  const emulator = await TestEmulator.start();
  await manyDownloads(emulator);
  const ready = async (): Promise<number> =>
    (await emulator.get('/zstack/v1/images?count=true&q=name~=many-%25&q=status=Ready')).body.total;
  expect(await ready()).toBe(0);

  order.length = 0;
  const jump = noted('jump', emulator.control('POST', '/clock/advance', { by: '87600h' }));
  // The jump is under way: from here on its world is closed to others.
  while (emulator.environment.moving === undefined && order.length === 0) {
    await new Promise(setImmediate);
  }
  expect(order).toEqual([]);
  const found = noted('read', ready());
  const again = noted('second jump', emulator.control('POST', '/clock/advance', { by: '1h' }));
  const fork = noted(
    'fork',
    fetch(`${emulator.url}/emulator/v1/environments`, {
      method: 'POST',
      body: JSON.stringify({ name: 'copy' }),
    }),
  );
  await noted('health', fetch(`${emulator.url}/healthz`));
  const { body } = await jump;
  expect(body.count).toBeGreaterThan(IMAGES);
  expect(await found).toBe(IMAGES);
  expect((await again).body.inventory.milliseconds).toBe(body.inventory.milliseconds + 3_600_000);
  expect((await fork).status).toBe(200);
  expect(order[0]).toBe('health');
  expect(order.indexOf('read')).toBeGreaterThan(0);
  const copied = await emulator.get(
    '/environments/copy/zstack/v1/images?count=true&q=name~=many-%25&q=status=Ready',
  );
  expect(copied.body.total).toBe(IMAGES);
});

test('what is overdue all at once is done in the order in which it was due', async () => {
  const emulator = await TestEmulator.start();
  await emulator.control('PUT', '/progression', { mode: 'timed' });
  const { imageStore } = SEED.backupStorages;
  for (const [name, size] of [
    ['long', '1000G'],
    ['short', '1M'],
  ]) {
    const url = `http://x/${name}.qcow2#size=${size}&actualSize=${size}`;
    await emulator.call('POST', '/images', {
      params: { name, url, format: 'qcow2', backupStorageUuids: [imageStore] },
    });
  }
  const { body } = await emulator.control('GET', '/tasks');
  const inventories = body.inventories.filter(({ jobUuid }: Json) => jobUuid !== null);
  const dues = inventories.map(({ due }: Json) => Date.parse(due));
  expect(dues).toHaveLength(2);
  const ran: string[] = [];
  emulator.environment.runner.onRan = ({ jobUuid }) => {
    if (jobUuid !== null) ran.push(jobUuid);
  };
  const time = new Date(Math.max(...dues)).toISOString();
  await emulator.control('PUT', '/clock', { mode: 'stopped', time });
  const byDue = inventories.toSorted((a: Json, b: Json) => Date.parse(a.due) - Date.parse(b.due));
  expect(ran).toEqual(byDue.map(({ jobUuid }: Json) => jobUuid));
  // The second was due first.
  expect(byDue).not.toEqual(inventories.toSorted((a: Json, b: Json) => a.id - b.id));
});

test('tasks of a jump are done in their order, each at its time', async () => {
  const emulator = await TestEmulator.start();
  await manyDownloads(emulator);
  const { body } = await emulator.control('POST', '/clock/advance', { by: '87600h' });
  const times = (body.ran as Json[]).map(({ due }) => Date.parse(due));
  expect(times).not.toContain(Number.NaN);
  expect(times.length).toBeGreaterThanOrEqual(IMAGES);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // Of each image and of its copy one: more than are told.
  const { changes, changeCount } = body;
  expect(changeCount).toBeGreaterThan(1000);
  expect(changes).toHaveLength(1000);
  expect(emulator.environment.world.repositories.events.lastId()).toBeGreaterThan(changeCount);
  // The images of the seed that are Deleted are expunged later on the way.
  expect(changes.at(-1)).toMatchObject({ from: 'Deleted', to: null });
  expect(changes[0]).toMatchObject({ from: 'Downloading', to: 'Ready' });
});
