import { BASE, startSeed } from '../support/seeds';

const WORLD = `${BASE}
vmInstances:
  - { name: v, zone: z, state: Stopped, rootVolume: { name: root, primaryStorage: p, size: 10G } }
volumes:
  - { name: d, primaryStorage: p, size: 10G, vmInstance: v }
snapshots:
  - { name: s-root, volume: root, size: 1G }
  - { name: s-d, volume: d, size: 1G }
`;

test('a group of a seed is what a world would have made', async () => {
  const emulator = await startSeed(`${WORLD}
snapshotGroups:
  - { name: g, vmInstance: v, snapshots: [s-root, s-d], userTags: [nightly] }
`);
  const group = await emulator.find('/volume-snapshots/group');
  expect(group).toMatchObject({ name: 'g', snapshotCount: 2 });
  expect(group.volumeSnapshotRefs).toMatchObject([
    { volumeName: 'root', volumeType: 'Root', snapshotDeleted: false, deviceId: 0 },
    { volumeName: 'd', volumeType: 'Data', snapshotDeleted: false, deviceId: 1 },
  ]);
  const call = { revertVmFromSnapshotGroup: {} };
  const { body } = await emulator.call(
    'PUT',
    `/volume-snapshots/group/${group.uuid}/actions`,
    call,
  );
  expect(body.results).toMatchObject([{ success: true }, { success: true }]);
});

test('one of which a snapshot is deleted says so', async () => {
  const emulator = await startSeed(`${WORLD}
snapshotGroups:
  - name: g
    vmInstance: v
    snapshots:
      - s-root
      - { snapshot: '0123456789ab4def8123456789abcdef', isDeleted: true, volume: d, snapshotName: gone }
`);
  const { volumeSnapshotRefs } = await emulator.find('/volume-snapshots/group');
  expect(volumeSnapshotRefs[1]).toMatchObject({
    snapshotDeleted: true,
    volumeSnapshotName: 'gone',
  });
});

test.each([
  [
    '{ name: g, vmInstance: v, snapshots: [nothing] }',
    "no volume-snapshot of the seed is called 'nothing'",
  ],
  ['{ name: g, vmInstance: v, snapshots: [s-d, s-d] }', 'is in another group already'],
  [
    '{ name: g, vmInstance: v, snapshotCount: 1, snapshots: [s-root, s-d] }',
    'snapshotCount says 1',
  ],
  [
    '{ name: g, vmInstance: v, snapshots: [{ snapshot: s-d, isDeleted: true, volume: d }] }',
    'is there, and not deleted',
  ],
  [
    "{ name: g, vmInstance: v, snapshots: [{ snapshot: '0123456789ab4def8123456789abcdef', isDeleted: true }] }",
    'needs its `volume`',
  ],
  [
    "{ name: g, vmInstance: v, snapshots: [{ snapshot: '0123456789ab4def8123456789abcdef', isDeleted: true, volume: root, volumeType: Root }] }",
    'without the snapshot of the root volume there is no group',
  ],
  ['{ name: g, vmInstance: w }', "no vm-instance of the seed is called 'w'"],
])('%s cannot be', async (entry, reason) => {
  await expect(startSeed(`${WORLD}\nsnapshotGroups:\n  - ${entry}\n`)).rejects.toThrow(reason);
});

test('with a snapshot that is on its way there is none', async () => {
  const seed = WORLD.replace('{ name: s-d,', '{ name: s-d, status: Creating, progress: none,');
  const group = 'snapshotGroups: [{ name: g, vmInstance: v, snapshots: [s-root, s-d] }]';
  await expect(startSeed(`${seed}\n${group}\n`)).rejects.toThrow('is not Ready');
});
