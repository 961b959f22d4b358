import { SEED, TestEmulator, type Json } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const search = async (statement: string): Promise<Json> => {
  const { body, text } = await emulator.call('GET', `/zql?zql=${encodeURIComponent(statement)}`);
  if (!body.results) throw new Error(text);
  return body.results[0];
};

/** Where the resources of a kind are listed, and the class that one is told to be of. */
const KINDS: readonly (readonly [name: string, path: string, classOf: (one: Json) => string])[] = [
  [
    'primarystorage',
    '/primary-storage',
    ({ type }) => (type === 'Ceph' ? 'CephPrimaryStorageVO' : 'PrimaryStorageVO'),
  ],
  [
    'backupstorage',
    '/backup-storage',
    ({ type }) =>
      ({
        Ceph: 'CephBackupStorageVO',
        SftpBackupStorage: 'SftpBackupStorageVO',
        ImageStoreBackupStorage: 'ImageStoreBackupStorageVO',
      })[type as 'Ceph'],
  ],
  ['cluster', '/clusters', () => 'ClusterVO'],
  ['host', '/hosts', () => 'KVMHostVO'],
  ['image', '/images', () => 'ImageVO'],
  ['vminstance', '/vm-instances', () => 'VmInstanceVO'],
  ['volume', '/volumes', () => 'VolumeVO'],
];

/** What a search for a part of names must find in one kind. */
async function expectedIn([, path, classOf]: (typeof KINDS)[number], part: string) {
  const { inventories } = (await emulator.call('GET', path)).body;
  return (inventories as Json[])
    .filter(({ name }) => name.toLowerCase().includes(part))
    .map((one) => ({ uuid: one.uuid, resourceName: one.name, resourceType: classOf(one) }));
}

test.each(['-', 'e', '1'])(
  'a search for %j finds it in each kind, one behind the other',
  async (part) => {
    const all: Json[] = [];
    for (const kind of KINDS) {
      const expected = await expectedIn(kind, part);
      expect([kind[0], await search(`search '${part}' from ${kind[0]}`)]).toEqual([
        kind[0],
        { inventories: expected, total: expected.length },
      ]);
      all.push(...expected);
    }
    expect(new Set(all.map(({ resourceType }) => resourceType)).size).toBeGreaterThan(5);
    expect(await search(`search '${part}'`)).toEqual({ inventories: all, total: all.length });
  },
);

test('kinds are searched in the order in which they are named, each once, in any case', async () => {
  const [image, volume] = [
    await expectedIn(KINDS[4] as never, 'e'),
    await expectedIn(KINDS[6] as never, 'e'),
  ];
  const found = await search("search 'e' from Volume, image, VOLUME");
  expect(found).toEqual({
    inventories: [...volume, ...image],
    total: volume.length + image.length,
  });
});

test('signs of patterns stand for themselves, and a part is of 32 letters at most', async () => {
  const name = `${'x'.repeat(31)}_b%c\\d e`;
  await emulator.make('PUT', `/images/${SEED.images.linux}/actions`, { updateImage: { name } });
  const uuid = SEED.images.linux;
  const one = { uuid, resourceName: name, resourceType: 'ImageVO' };
  for (const part of ['_b', 'b%c', 'c\\d', `${'x'.repeat(31)}_`, 'D E', uuid, uuid.toUpperCase()]) {
    expect([part, await search(`search '${part}'`)]).toEqual([
      part,
      { inventories: [one], total: 1 },
    ]);
  }
  for (const part of [`${'x'.repeat(31)}_b`, 'x%b', 'c_d', 'b_c', '', uuid.slice(0, 31)]) {
    const { inventories } = await search(`search '${part}' from image`);
    expect([part, inventories]).toEqual([part, []]);
  }
});

test('what can be restricted is, by what leads to nothing nothing is', async () => {
  const without = await search("search 'e' from image, host, volume");
  expect(without.total).toBeGreaterThan(5);
  const { ceph } = SEED.backupStorages;
  const within = await search(`search 'e' from image restrict by (backupstorage.uuid = '${ceph}')`);
  const { inventories } = (await emulator.call('GET', `/images?q=backupStorage.uuid=${ceph}`)).body;
  const expected = (inventories as Json[]).filter(({ name }) => /e/i.test(name));
  expect(within.inventories.map(({ uuid }: Json) => String(uuid))).toEqual(
    expected.map(({ uuid }) => String(uuid)),
  );
  expect(
    await search("search 'e' from image, host, volume restrict by (accesskey.uuid = 'x')"),
  ).toEqual(without);
});
