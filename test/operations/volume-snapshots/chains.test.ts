import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { ADMIN, GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, primaryStorages } = SEED;
const volume = volumes.spareData;
const FOLDER = `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-${volume}`;

async function limit(emulator: TestEmulator, longest: number | string, of = volume): Promise<void> {
  const params = {
    resourceType: 'VolumeVO',
    resourceUuid: of,
    tag: `volumeMaxIncrementalSnapshotNum::${longest}`,
  };
  await emulator.make('POST', '/system-tags', { params });
}

const all = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', '/volume-snapshots?sort=+createDate')).body.inventories;
const physical = (emulator: TestEmulator) =>
  emulator.environment.database
    .prepare('select available_physical_capacity from primary_storages where uuid = ?')
    .pluck()
    .get(primaryStorages.nfs) as number;

test('a snapshot takes the path of its volume, which goes on in a new file', async () => {
  const emulator = await TestEmulator.start();
  const one = await takeSnapshot(emulator, 'one');
  expect(one.primaryStorageInstallPath).toBe(`${FOLDER}/${volume}.qcow2`);
  const goesOn = (uuid: string) => `${FOLDER}/snapshots/${uuid}.qcow2`;
  expect((await emulator.find(`/volumes/${volume}`)).installPath).toBe(goesOn(one.uuid));
  const two = await takeSnapshot(emulator, 'two');
  expect(two.primaryStorageInstallPath).toBe(goesOn(one.uuid));
  expect((await emulator.find(`/volumes/${volume}`)).installPath).toBe(goesOn(two.uuid));
  expect([one.distance, two.distance]).toEqual([1, 2]);
  expect((await emulator.find('/volume-snapshots?q=distance=2')).uuid).toBe(two.uuid);
});

test('64 make a chain; then a full one, which holds everything, begins a new tree', async () => {
  const emulator = await TestEmulator.start();
  for (let i = 1; i <= 64; i++) await takeSnapshot(emulator, `s${i}`);
  await writeTo(emulator, GIB);
  const before = physical(emulator);
  const full = await takeSnapshot(emulator, 'full');
  const chain = await all(emulator);
  const { treeUuid } = chain[0];
  expect(chain.filter((one) => one.treeUuid === treeUuid)).toHaveLength(64);
  expect(chain[63]).toMatchObject({ distance: 64, latest: true });
  expect(full).toMatchObject({ parentUuid: null, distance: 0, latest: true });
  // All data of the volume: 200 KiB that it had, and what was written, which is not there twice.
  expect(full.size).toBe(GIB + 200 * 1024);
  expect(physical(emulator)).toBe(before - 200 * 1024);
  expect(await emulator.find(`/volume-snapshots/trees/${treeUuid}`)).toMatchObject({
    current: false,
    status: 'Completed',
  });
  const next = await takeSnapshot(emulator, 'next');
  expect(next).toMatchObject({ parentUuid: full.uuid, treeUuid: full.treeUuid, distance: 1 });
});

test('a volume has a limit of its own by a tag, else that of the world', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
  await limit(emulator, 3);
  const distances = [];
  for (let i = 0; i < 6; i++) distances.push((await takeSnapshot(emulator, `s${i}`)).distance);
  expect(distances).toEqual([1, 2, 3, 0, 1, 2]);
  const others = [];
  for (let i = 0; i < 4; i++) {
    others.push((await takeSnapshot(emulator, `t${i}`, volumes.stoppedWindows)).distance);
  }
  expect(others).toEqual([1, 2, 0, 1]);
});

test('a full snapshot of a volume in use is its file, of one at rest a copy', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
  for (const [of, isFile] of [
    [volumes.data, true],
    [volume, false],
  ] as const) {
    for (const name of ['a', 'b']) await takeSnapshot(emulator, name, of);
    const before = await emulator.find(`/volumes/${of}`);
    const full = await takeSnapshot(emulator, 'full', of);
    const after = await emulator.find(`/volumes/${of}`);
    expect(full.primaryStorageInstallPath === before.installPath).toBe(isFile);
    const paths = [before.installPath, full.primaryStorageInstallPath, after.installPath];
    expect(new Set(paths).size).toBe(isFile ? 2 : 3);
  }
});

test.each([
  ['1', 'SYS.1006', `Unsupported maximum snapshot number (1) for volume [uuid:${volume}]`],
  ['0', 'SYS.1006', `Unsupported maximum snapshot number (0) for volume [uuid:${volume}]`],
  ['many', 'SYS.1000', 'For input string: "many"'],
])('chains of %s are none', async (longest, code, details) => {
  const emulator = await TestEmulator.start();
  await limit(emulator, longest);
  const call = ['POST', `/volumes/${volume}/volume-snapshots`, { params: { name: 's' } }] as const;
  expect(await emulator.refused(...call)).toMatchObject({ code, details });
});

test.each(['Disabled', 'Maintenance'] as const)(
  'no snapshot is taken on a storage that is %s',
  async (state) => {
    const emulator = await TestEmulator.start();
    put(emulator, `update primary_storages set state = '${state}'`);
    const error = await emulator.refused('POST', `/volumes/${volume}/volume-snapshots`, {
      params: { name: 's' },
    });
    expect(error).toMatchObject({
      code: 'SYS.1006',
      details: `cannot ask primary storage[uuid:${volume}] for volume snapshot capability, see detail [{"code":"PS.1000","description":"Operation is not permitted","details":"Operation is not permitted when primary storage status is '${state}', please check primary storage status"}]`,
    });
  },
);

test('a tree is Creating, and not the current one, until its snapshot is Ready', async () => {
  const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
  const take = (name: string) =>
    emulator.call('POST', `/volumes/${volume}/volume-snapshots`, { params: { name } });
  await take('one');
  const tree = async () => emulator.find('/volume-snapshots/trees');
  expect(await tree()).toMatchObject({ status: 'Creating', current: false });
  expect((await emulator.find('/volume-snapshots/trees?q=status=Creating')).uuid).toBeDefined();
  // The next one follows on it all the same.
  await take('two');
  emulator.advance(10_000);
  expect(await tree()).toMatchObject({ status: 'Completed', current: true });
  expect((await all(emulator)).map(({ distance }) => distance)).toEqual([1, 2]);
});

test('one that fails gives its bytes back to the volume, and takes its tree along', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  await emulator.control('POST', '/faults', {
    kind: 'fail',
    point: 'create-volume-snapshot/finish-snapshot',
  });
  const failed = await emulator.call('POST', `/volumes/${volume}/volume-snapshots`, {
    params: { name: 's' },
  });
  expect(failed.status).toBe(503);
  const after = emulator.world();
  expect({ ...after, faults: undefined }).toEqual({ ...before, faults: undefined });
});

test('on NFS a host of its clusters takes it; on Ceph the storage itself', async () => {
  const emulator = await TestEmulator.start();
  const cluster = SEED.clusters.used;
  for (const storage of [primaryStorages.nfs, primaryStorages.ceph]) {
    const path = `/clusters/${cluster}/primary-storage/${storage}`;
    expect((await emulator.call('DELETE', path)).status).toBe(200);
  }
  const of = (uuid: string) =>
    ['POST', `/volumes/${uuid}/volume-snapshots`, { params: { name: 'one' } }] as const;
  expect(await emulator.refused(...of(volume))).toMatchObject({
    code: 'SYS.1006',
    details: `cannot find a Connected host to execute command for nfs primary storage[uuid:${primaryStorages.nfs}]`,
  });
  await emulator.make(...of(volumes.runningArmOnCeph));
});
