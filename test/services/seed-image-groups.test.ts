import { type Json } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';

const WORLD = `${BASE}
images:
  - { name: root, url: 'http://x/a.qcow2', size: 2G, actualSize: 1G, backupStorages: [a] }
  - { name: data, url: 'http://x/a.qcow2', size: 2G, mediaType: DataVolumeTemplate, backupStorages: [a] }
`;

test('a group of a seed tells its images, gone or not', async () => {
  const gone = '9'.repeat(32);
  const emulator = await startSeed(`${WORLD}
imageGroups:
  - { name: g, images: [root, data, '${gone}'], imageCount: 4, userTags: [nightly] }
`);
  const group: Json = await emulator.find('/imagegroups?q=__userTag__=nightly');
  expect(group).toMatchObject({ name: 'g', status: 'Ready', imageCount: 4 });
  const refs = (await emulator.call('GET', '/imagegrouprefs')).body.inventories as Json[];
  expect(refs.map(({ imageUuid }) => imageUuid)).toContain(gone);
  expect(refs).toHaveLength(3);
});

test('a clone of a seed lies over the bytes of its original', async () => {
  const emulator = await startSeed(`${WORLD}
  - { name: first, url: 'http://x/a.qcow2', size: 2G, actualSize: 1G, content: same, backupStorages: [{ name: a, installPath: /bits }] }
  - { name: clone, url: 'http://x/a.qcow2', size: 2G, actualSize: 1G, content: same, backupStorages: [{ name: a, installPath: /bits, shared: true }] }
`);
  const free = async () => (await emulator.find('/backup-storage?q=name=a')).availableCapacity;
  const before = await free();
  for (const [name, given] of [
    ['first', 0],
    ['clone', 2 ** 30],
  ] as const) {
    const { uuid } = await emulator.find(`/images?q=name=${name}`);
    await emulator.make('DELETE', `/images/${uuid}`);
    await emulator.make('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
    expect((await free()) - before).toBe(given);
  }
});

test.each([
  ['imageGroups', '{ name: g, images: [] }', 'images'],
  ['imageGroups', '{ name: g, images: [nothing] }', "no image of the seed is called 'nothing'"],
  ['imageGroups', '{ name: g, images: [root, data], imageCount: 1 }', 'imageCount says 1'],
])('%s: %s cannot be', async (list, entry, reason) => {
  await expect(startSeed(`${WORLD}\n${list}:\n  - ${entry}\n`)).rejects.toThrow(reason);
});

test('what shares bytes says of which place', async () => {
  const entry = `{ name: x, url: 'http://x/a.qcow2', size: 2G, backupStorages: [{ name: a, shared: true }] }`;
  await expect(startSeed(`${WORLD}\n  - ${entry}\n`)).rejects.toThrow('installPath');
});
