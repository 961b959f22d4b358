import type { Json, TestEmulator } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';

const inventories = async (emulator: TestEmulator, path: string): Promise<Json[]> =>
  (await emulator.call('GET', path)).body.inventories;
const images = (fields: string) => `${BASE}\nimages:\n  - { url: 'http://x', size: 1G, ${fields} }`;

test('a count makes so many resources, each with its number in every text', async () => {
  const emulator = await startSeed(`${BASE}
images:
  - name: web-{n}
    count: 3
    description: 'number {n}, {n:04}'
    url: http://x/{n:02}.qcow2
    size: 1G
    userTags: ['nr-{n}', fixed]
    backupStorages: [{ name: a, installPath: '/place/{n}' }]
`);
  const found = await inventories(emulator, '/images?sort=%2Bname');
  expect(
    found.map(({ name, description, url, backupStorageRefs }: Json) => [
      name,
      description,
      url,
      backupStorageRefs[0].installPath,
    ]),
  ).toEqual([
    ['web-1', 'number 1, 0001', 'http://x/01.qcow2', '/place/1'],
    ['web-2', 'number 2, 0002', 'http://x/02.qcow2', '/place/2'],
    ['web-3', 'number 3, 0003', 'http://x/03.qcow2', '/place/3'],
  ]);
  const tags = await inventories(emulator, '/user-tags?q=tag~=nr-%&sort=%2Btag');
  expect(tags.map(({ tag }: Json) => tag)).toEqual(['nr-1', 'nr-2', 'nr-3']);
});

test('`from` says the first number, and uuids and times may hold it', async () => {
  const emulator = await startSeed(
    images(
      "name: 'w{n}', from: 0, count: 2, uuid: '1a00000000004000800000000000{n:04}', createDate: '-{n}h', backupStorages: [a]",
    ),
  );
  expect(await inventories(emulator, '/images?sort=%2Bname')).toMatchObject([
    { uuid: '1a000000000040008000000000000000', createDate: 'Nov 14, 2017 10:20:57 PM' },
    { uuid: '1a000000000040008000000000000001', createDate: 'Nov 14, 2017 9:20:57 PM' },
  ]);
});

test('without a count {n} is a text like any other', async () => {
  const emulator = await startSeed(images("name: 'x{n}', backupStorages: [a]"));
  expect(await inventories(emulator, '/images')).toMatchObject([{ name: 'x{n}' }]);
});

test('a count of 0 makes nothing', async () => {
  const emulator = await startSeed(images("name: 'x{n}', count: 0, backupStorages: [a]"));
  expect(await inventories(emulator, '/images')).toEqual([]);
});

test('counted resources refer to each other by their numbers', async () => {
  const emulator = await startSeed(`${BASE}
accounts: [{ name: 'user-{n}', password: x, count: 3 }]
vmInstances:
  - name: vm-{n}
    count: 3
    account: user-{n}
    zone: z
    image: img-{n:02}
    rootVolume: { primaryStorage: p, size: 1G }
volumes: [{ name: 'data-{n}', count: 3, vmInstance: 'vm-{n}', primaryStorage: p, size: 1G }]
snapshots: [{ name: 'snap-{n}', count: 3, volume: 'ROOT-for-vm-{n}', size: 1M }]
images: [{ name: 'img-{n:02}', count: 3, account: 'user-{n}', url: 'http://x', size: 1G, backupStorages: [a] }]
`);
  const found = await inventories(emulator, '/vm-instances?sort=%2Bname');
  const byName = new Map(
    (await inventories(emulator, '/images')).map(({ name, uuid }: Json) => [name, uuid]),
  );
  expect(found.map(({ imageUuid }: Json) => imageUuid)).toEqual([
    byName.get('img-01'),
    byName.get('img-02'),
    byName.get('img-03'),
  ]);
  expect(found.map(({ allVolumes }: Json) => allVolumes.map(({ name }: Json) => name))).toEqual([
    ['ROOT-for-vm-1', 'data-1'],
    ['ROOT-for-vm-2', 'data-2'],
    ['ROOT-for-vm-3', 'data-3'],
  ]);
  const owners = await inventories(emulator, '/accounts/resources/refs?q=resourceType=ImageVO');
  expect(new Set(owners.map(({ accountUuid }: Json) => accountUuid)).size).toBe(3);
  expect(await inventories(emulator, '/volume-snapshots')).toHaveLength(3);
});

test('a range of whole gigabytes gives whole gigabytes, ends included', async () => {
  const emulator = await startSeed(
    `chance: 1\n${images("name: 'x{n}', count: 200, size: { range: [1G, 4G] }, actualSize: { range: [1, 3] }, backupStorages: [a]").replace('size: 1G, ', '')}`,
  );
  const found = await inventories(emulator, '/images?limit=1000');
  const all = (field: string) =>
    [...new Set(found.map((each: Json) => each[field]))].sort((a, b) => a - b);
  expect(all('size').map((size) => size / 2 ** 30)).toEqual([1, 2, 3, 4]);
  expect(all('actualSize')).toEqual([1, 2, 3]);
});

test('choices and ranges are drawn from the chance: the same chance gives the same world, another does not', async () => {
  const seed = (chance: number) => `chance: ${chance}\n${BASE}
images:
  - name: i-{n}
    count: 50
    url: http://x
    size: { choice: [1G, 2G, 4G] }
    createDate: { range: [-90d, -1d] }
    state: { choice: [Enabled, Disabled] }
    platform: { choice: [Linux, Windows] }
    backupStorages: { choice: [[a], [b], [a, b]] }
    status: Ready
`;
  const [first, second, other] = await Promise.all(
    [7, 7, 8].map(async (chance) => (await startSeed(seed(chance))).world()),
  );
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
  const drawn = (first?.['images'] ?? []) as Record<string, unknown>[];
  for (const [field, count] of [
    ['size', 3],
    ['state', 2],
    ['platform', 2],
  ] as const) {
    expect(new Set(drawn.map((row) => row[field])).size).toBe(count);
  }
  const days = drawn.map(
    (row) => (Date.UTC(2017, 10, 14, 22, 20, 57) - Number(row['create_date'])) / 86_400_000,
  );
  expect(Math.max(...days)).toBeLessThanOrEqual(90);
  expect(Math.min(...days)).toBeGreaterThanOrEqual(1);
});

describe('what cannot be counted is refused with its place:', () => {
  test.each([
    [
      'a name without {n}',
      'name: x, count: 2',
      /seed\.yaml:\d+: images\.0: 2 of it need \{n\} in the name 'x'/,
    ],
    [
      'a uuid without {n}',
      "name: 'x{n}', uuid: 1a00000000004000800000000000000a, count: 2",
      /2 of it need \{n\} in the uuid/,
    ],
    ['a negative count', "name: 'x{n}', count: -1", /images\.0\.count: Too small/],
    [
      'a range the wrong way round',
      'name: x, actualSize: { range: [2G, 1G] }',
      /actualSize: expected the smaller end/,
    ],
    [
      'a choice of nothing',
      'name: x, state: { choice: [] }',
      /images\.0\.state\.choice: Too small/,
    ],
    [
      'a choice of something wrong',
      'name: x, state: { choice: [Enabled, Broken] }',
      /images\.0\.state\.choice\.1: Invalid option/,
    ],
    [
      'a time that is none',
      'name: x, createDate: yesterday',
      /createDate: expected a time such as/,
    ],
    [
      'a reference to a number that is not there',
      "name: 'x{n}', count: 4, volume: 'v-{n}', status: Creating",
      /images\.0 \(n = 4\): no volume of the seed is called 'v-4'/,
    ],
  ])('%s', async (_what, fields, message) => {
    const volumes =
      "volumes: [{ name: 'v-{n}', count: 3, primaryStorage: p, size: 1G, type: Root }]\n";
    const seed = `${volumes}${images(`${fields}, backupStorages: [a]`)}`;
    await expect(startSeed(seed)).rejects.toThrow(message);
  });

  test.each([
    ['clock: { start: -99999d }\n', /the start of the clock, '-99999d', is no time after 1970/],
    [
      "sessions: [{ uuid: '5e5500000000400080000000000001{n:02}', account: admin, from: 99, count: 2 }]",
      /sessions\.0 \(n = 100\): the uuid '5e5500000000400080000000000001100' is none/,
    ],
    [
      "zones: [{ name: 'z{n}', count: 5, createDate: '-{n}00000h' }]",
      /zones\.0 \(n = 5\): '-500000h' is no time after 1970/,
    ],
  ])('%s', async (seed, message) => {
    await expect(startSeed(seed)).rejects.toThrow(message);
  });

  test.each([
    ['a pattern and a name', "{ name: 'x-{n}', count: 5 }", '{ name: x-3 }'],
    ['two equal patterns', "{ name: 'x-{n}', count: 5 }", "{ name: 'x-{n}', from: 5, count: 2 }"],
    ['two patterns of other forms', "{ name: 'x-1{n}', count: 5 }", "{ name: 'x-{n}', count: 20 }"],
  ])('one name twice, by %s', async (_what, first, second) => {
    const seed = `zones:\n  - ${first}\n  - ${second}`;
    await expect(startSeed(seed)).rejects.toThrow(
      /seed\.yaml:4: zones\.1: there is a zone called .* already, at .*seed\.yaml:3: zones\.0/,
    );
  });
});

test('two patterns that never meet stand side by side', async () => {
  const emulator = await startSeed(
    "zones: [{ name: 'x-{n}', count: 9 }, { name: 'x-{n}', from: 10, count: 2 }, { name: 'x-{n:03}', count: 3 }]",
  );
  expect(emulator.world()['zones']).toHaveLength(14);
});
