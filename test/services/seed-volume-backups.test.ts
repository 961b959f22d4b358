import { type Json } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';

const WORLD = `${BASE}
vmInstances:
  - { name: v, zone: z, state: Stopped, rootVolume: { name: root, primaryStorage: p, size: 10G, content: now } }
`;

test('a backup of a seed can be gone back to', async () => {
  const emulator = await startSeed(`${WORLD}
volumeBackups:
  - { name: b, volume: root, backupStorages: [a], size: 1G, content: then, userTags: [nightly] }
  - { name: c, volume: root, backupStorages: [a], size: 1M, actualSize: 1025M, mode: incremental }
`);
  const [backup] = (await emulator.call('GET', '/volume-backups')).body.inventories as Json[];
  expect(backup).toMatchObject({ type: 'Root', mode: 'full', status: 'Ready', size: 2 ** 30 });
  const call = { revertVolumeFromVolumeBackup: {} };
  const { status } = await emulator.call('PUT', `/volume-backups/${backup.uuid}/actions`, call);
  expect(status).toBe(200);
  const content = emulator.environment.database.prepare('select content_id from volumes').pluck();
  expect(content.get()).toBe('then');
});

test.each([
  [
    '{ name: b, volume: root, backupStorages: [b], size: 1G }',
    "the backup storage 'b' is no image store",
  ],
  [
    '{ name: b, volume: nothing, backupStorages: [a], size: 1G }',
    "no volume of the seed is called 'nothing'",
  ],
  ['{ name: b, volume: root, backupStorages: [], size: 1G }', 'backupStorages'],
  ['{ name: b, volume: root, backupStorages: [a], size: 11T }', 'is too small'],
])('%s cannot be', async (entry, reason) => {
  await expect(startSeed(`${WORLD}\nvolumeBackups:\n  - ${entry}\n`)).rejects.toThrow(reason);
});
