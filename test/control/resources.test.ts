import { create } from '../support/environments';
import { SEED, TestEmulator, type Json } from '../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

async function ask(path: string): Promise<{ status: number; body: Json }> {
  const answer = await fetch(`${emulator.url}/emulator/v1${path}`);
  return { status: answer.status, body: await answer.json() };
}

const namesOf = ({ body }: { body: Json }): string[] =>
  body.inventories.map(({ name }: { name: string }) => name);

test('resources are found, sorted, paged and counted as the image API does it', async () => {
  const all = await ask('/resources/image?sort=%2Bname&total=true');
  expect(all.body.total).toBe(5);
  const images = await emulator.get('/zstack/v1/images?sort=%2Bname');
  expect(all.body.inventories).toEqual(images.body.inventories);

  const q = ['status=Ready', 'platform=Linux'].map((one) => `q=${encodeURIComponent(one)}`);
  const some = await ask(`/resources/image?${q.join('&')}&sort=-name&start=1&limit=1&total=true`);
  const linux = (await emulator.get(`/zstack/v1/images?${q.join('&')}&sort=-name`)).body
    .inventories;
  expect(some.body.total).toBe(linux.length);
  expect(some.body.inventories).toEqual([linux[1]]);
});

test('without a limit a hundred of them are answered, and never more than a thousand', async () => {
  const seed = {
    version: 1,
    zones: [{ name: 'z' }],
    primaryStorages: [
      { name: 'p', zone: 'z', type: 'LocalStorage', url: '/p', totalCapacity: '1T' },
    ],
    volumes: [{ name: 'v-{n}', count: 120, primaryStorage: 'p', size: '1M', actualSize: '1K' }],
  };
  await create(emulator, { name: 'many', from: { seed } });
  const many = (limit: string) => ask(`/environments/many/resources/volume${limit}`);
  expect((await many('')).body.inventories).toHaveLength(100);
  expect((await many('?limit=1000')).body.inventories).toHaveLength(120);
  expect((await many('?limit=1001')).status).toBe(400);
});

test('it is what an admin sees, whoever owns it, and in any case of letters', async () => {
  const names = namesOf(await ask('/resources/VMINSTANCE?limit=1000'));
  expect(names).toEqual(namesOf(await emulator.get('/zstack/v1/vm-instances?limit=1000')));
  expect(names).toContain('alice-1');
});

test('looking meets no fault rule, and leaves no trace', async () => {
  await emulator.control('POST', '/faults', {
    kind: 'fail',
    operation: 'QueryImage',
    times: 1,
    code: 'SYS.1006',
  });
  expect((await ask('/resources/image')).status).toBe(200);
  const [rule] = (await ask('/faults')).body.inventories;
  expect(rule).toMatchObject({ hits: 0 });
  expect((await ask('/journal')).body.inventories).toEqual([]);
  expect((await emulator.get('/zstack/v1/images')).status).toBe(503);
});

test('the kinds tell their fields and those of lists inside, and what conditions are made of', async () => {
  const { body } = await ask('/resources');
  const fields = new Map<string, string[]>(
    body.inventories.map(({ kind, fields: all }: { kind: string; fields: string[] }) => [
      kind,
      all,
    ]),
  );
  expect(fields.get('image')).toEqual(
    expect.arrayContaining(['uuid', 'md5Sum', 'backupStorageRefs', 'backupStorageRefs.status']),
  );
  // Of several forms, those of all of them.
  expect(fields.get('backupstorage')).toEqual(
    expect.arrayContaining(['hostname', 'mons.hostname']),
  );
  expect([...fields.values()].filter((all) => all.length === 0)).toEqual([]);
  expect(body.operators).toEqual(expect.arrayContaining(['=', '!=', '~=', '?=', 'is null']));
  for (const kind of fields.keys()) {
    expect([kind, (await ask(`/resources/${kind}?limit=1`)).status]).toEqual([kind, 200]);
  }
});

test.each([
  ['/resources/imag', 404, "no kind of resources 'imag' (did you mean 'image'?)"],
  ['/resources/image?q=name', 400, "doesn't contain any query operator"],
  ['/resources/image?q=nosuch=1', 400, 'not having field[nosuch]'],
  ['/resources/image?sort=-nosuch', 400, "doesn't have field[nosuch]"],
  ['/resources/image?limit=many', 400, "'limit' is 'many'"],
  ['/resources/image?limit=1&limit=2', 400, "'limit' is given more than once"],
  ['/resources/image?fields=name', 400, "takes no query parameter 'fields'"],
])('%s is refused in plain words', async (path, status, words) => {
  const { status: told, body } = await ask(path);
  expect(told).toBe(status);
  expect(body.error.details).toContain(words);
  expect(body.error.details).not.toMatch(/Exception|\bjava\./);
});

test('a piece of work tells what it is about', async () => {
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  await emulator.createTemplate(SEED.volumes.runningLinux, { name: 'web' });
  const [image] = (await ask('/resources/image?q=name=web')).body.inventories;
  const { inventories } = (await ask('/tasks')).body;
  const own = inventories.filter(({ jobUuid }: Json) => jobUuid !== null);
  expect(own).not.toEqual([]);
  for (const task of own) expect(task).toMatchObject({ resourceUuid: image.uuid });
  for (const chore of inventories.filter(({ jobUuid }: Json) => jobUuid === null)) {
    expect(chore).toMatchObject({ resourceUuid: null });
  }
});
