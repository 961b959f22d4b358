import { BASE, startSeed } from '../support/seeds';

const WORLD = `${BASE}
  - { name: d, type: ImageStoreBackupStorage, url: /d, zones: [z], totalCapacity: 10T }
`;

test('a group of a seed copies what comes to one of its storages', async () => {
  const emulator = await startSeed(`${WORLD}
imageReplicationGroups:
  - { name: g, backupStorages: [a, d], userTags: [sites] }
  - { name: off, state: Disabled }
`);
  const on = await emulator.find('/image-replication-groups?q=name=g');
  expect(on).toMatchObject({ state: 'Enabled', backupStorageRefs: [{}, {}] });
  const off = await emulator.find('/image-replication-groups?q=name=off');
  expect(off).toMatchObject({ state: 'Disabled', backupStorageRefs: [] });
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'i',
      url: 'http://x/i.raw',
      format: 'raw',
      backupStorageUuids: [on.backupStorageRefs[0].backupStorageUuid],
    },
  });
  emulator.advance(0);
  expect((await emulator.find(`/images/${image.uuid}`)).backupStorageRefs).toHaveLength(2);
});

test.each([
  ['{ name: g, backupStorages: [b] }', "the backup storage 'b' is no image store"],
  ['{ name: g, backupStorages: [x] }', "no backup-storage of the seed is called 'x'"],
  [
    '{ name: g, backupStorages: [a] }\n  - { name: h, backupStorages: [a] }',
    "the backup storage 'a' is in another group already",
  ],
])('%s cannot be', async (entry, reason) => {
  const seed = `${WORLD}\nimageReplicationGroups:\n  - ${entry}\n`;
  await expect(startSeed(seed)).rejects.toThrow(reason);
});
