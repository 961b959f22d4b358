import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot } from '../../support/volumes';

const { nfs } = SEED.primaryStorages;
const { spareData } = SEED.volumes;

/*
 * What is left of a volume or a snapshot is not removed while something lies there, or in it.
 */

const PATHS = { volume: '/used/volume', cache: '/used/cache', snapshot: '/used/snapshot' } as const;

/** Leaves trash on a storage, which takes its room; answers its number. */
function leave(
  emulator: TestEmulator,
  installPath: string,
  resourceType: string,
  size = 1,
): number {
  const { repositories } = emulator.environment.world;
  const resourceUuid = 'f'.repeat(32);
  repositories.primaryStorages.changeAvailableCapacity(nfs, -size, -size);
  const trash = {
    resourceUuid,
    resourceType,
    storageUuid: nfs,
    storageType: 'PrimaryStorage',
    installPath,
    isFolder: false,
    hostUuid: null,
    hypervisorType: null,
    size,
    trashType: 'RevertVolume',
    createDate: 0,
  } as const;
  repositories.trash.insert(trash);
  const rows = emulator.environment.database.prepare('select max(trash_id) from trash').pluck();
  return Number(rows.get());
}

const clean = async (emulator: TestEmulator, trashId?: number): Promise<Json> =>
  (
    await emulator.call('PUT', `/primary-storage/${nfs}/trash/actions`, {
      cleanUpTrashOnPrimaryStorage: trashId === undefined ? {} : { trashId },
    })
  ).body;

/** Something of each kind on the storage, at a path of its own; answers what the refusals call them. */
async function users(emulator: TestEmulator) {
  const { uuid: snapshot } = await takeSnapshot(emulator, 's');
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'v',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: SEED.images.windows,
      zoneUuid: SEED.zone,
      primaryStorageUuidForRootVolume: nfs,
    },
  });
  put(emulator, `update volumes set install_path = '${PATHS.volume}' where uuid = '${spareData}'`);
  put(emulator, `update image_caches set install_url = '${PATHS.cache}'`);
  const at = (path: string) =>
    put(emulator, `update volume_snapshots set primary_storage_install_path = '${path}'`);
  at(PATHS.snapshot);
  return {
    at,
    names: {
      volume: `volume [${spareData}]`,
      cache: 'imagecache [1]',
      snapshot: `volumesnapshot [${snapshot}]`,
    },
  };
}

type User = keyof typeof PATHS;

test.each<[string, User, User | 'nobody']>([
  ['VolumeVO', 'volume', 'volume'],
  ['VolumeVO', 'cache', 'cache'],
  ['VolumeVO', 'snapshot', 'nobody'],
  ['VolumeSnapshotVO', 'volume', 'nobody'],
  ['VolumeSnapshotVO', 'cache', 'cache'],
  ['VolumeSnapshotVO', 'snapshot', 'snapshot'],
  ['ImageVO', 'volume', 'nobody'],
  ['ImageVO', 'cache', 'nobody'],
  ['ImageVO', 'snapshot', 'nobody'],
])('trash of kind %s where a %s lies is used by: %s', async (type, where, user) => {
  const emulator = await TestEmulator.start();
  const { names } = await users(emulator);
  const trashId = leave(emulator, PATHS[where], type);
  const free = emulator.available('primary', nfs);
  const body = await clean(emulator, trashId);
  const resourceUuid = 'f'.repeat(32);
  const isFree = user === 'nobody';
  const details = isFree
    ? null
    : `${PATHS[where]} is still in using by ${names[user]}, cannot remove it from trash before delete them`;
  const size = isFree ? 1 : 0;
  expect(body).toMatchObject({
    result: {
      resourceUuids: isFree ? [resourceUuid] : [],
      details: isFree ? [] : [details],
      size,
    },
    results: [
      {
        trashId,
        resourceUuid,
        success: isFree,
        error: isFree ? null : { code: 'SYS.1006', details },
        size,
      },
    ],
  });
  expect(emulator.available('primary', nfs)).toBe(free + size);
});

test.each(['VolumeVO', 'VolumeSnapshotVO'])(
  'trash of kind %s is used by a snapshot in it, and not by one that is called alike',
  async (type) => {
    const emulator = await TestEmulator.start();
    const { at, names } = await users(emulator);
    const used = leave(emulator, '/left', type);
    at('/left@snapshot');
    const { result } = await clean(emulator, used);
    expect(result.details).toEqual([
      `/left is still in using by ${names.snapshot}, cannot remove it from trash before delete them`,
    ]);
    at('/left-over@snapshot');
    expect((await clean(emulator, used)).result).toMatchObject({ details: [], size: 1 });
  },
);

test('of several users the first kind is told, and of one kind all', async () => {
  const emulator = await TestEmulator.start();
  const { at, names } = await users(emulator);
  const path = PATHS.volume;
  put(emulator, `update image_caches set install_url = '${path}'`);
  at(path);
  const [ofVolume, ofSnapshot] = [
    leave(emulator, path, 'VolumeVO'),
    leave(emulator, path, 'VolumeSnapshotVO'),
  ];
  put(
    emulator,
    `update volumes set install_path = '${path}' where uuid = '${SEED.volumes.stoppedWindows}'`,
  );
  const said = async (id: number) => (await clean(emulator, id)).result.details[0];
  const two = [SEED.volumes.stoppedWindows, spareData].join(', ');
  expect(await said(ofVolume)).toContain(`in using by volume [${two}], cannot`);
  expect(await said(ofSnapshot)).toContain(`in using by ${names.snapshot}, cannot`);
});

test('a clean-up of all sums what went, and leaves what is used', async () => {
  const emulator = await TestEmulator.start();
  await users(emulator);
  leave(emulator, '/one', 'VolumeVO', 1000);
  const used = leave(emulator, PATHS.volume, 'VolumeVO', 10);
  leave(emulator, '/two', 'VolumeSnapshotVO', 200);
  const { result, results } = await clean(emulator);
  expect(result.size).toBe(1200);
  expect(result.resourceUuids).toHaveLength(2);
  expect(results.map(({ success, size }: Json) => [success, size])).toEqual([
    [true, 1000],
    [false, 0],
    [true, 200],
  ]);
  const left = await emulator.call('GET', `/primary-storage/trash?uuid=${nfs}`);
  expect(left.body.inventories).toMatchObject([{ trashId: used, size: 10 }]);
  // One that is not there is no failure.
  expect(await clean(emulator, 999)).toMatchObject({
    result: { resourceUuids: [], details: [], size: 0 },
    results: [{ trashId: 999, resourceUuid: null, success: true, error: null, size: 0 }],
  });
});

test('trash is told by what it was, both of its type and its uuid', async () => {
  const emulator = await TestEmulator.start();
  const volume = leave(emulator, '/a', 'VolumeVO');
  const snapshot = leave(emulator, '/b', 'VolumeSnapshotVO');
  put(emulator, `update trash set trash_type = 'VolumeSnapshot' where trash_id = ${volume}`);
  const list = async (query: string) =>
    (await emulator.call('GET', `/primary-storage/trash?uuid=${nfs}${query}`)).body.inventories.map(
      ({ trashId }: Json) => trashId,
    );
  const of = `&resourceUuid=${'f'.repeat(32)}`;
  expect(await list(`${of}&resourceType=VolumeVO`)).toEqual([volume]);
  expect(await list(`${of}&resourceType=VolumeSnapshotVO`)).toEqual([snapshot]);
  expect(await list('&trashType=VolumeSnapshot')).toEqual([volume]);
  expect(await list(`&trashType=RevertVolume${of}&resourceType=VolumeVO`)).toEqual([]);
  // In the order of the types.
  expect(await list('')).toEqual([snapshot, volume]);
  for (const query of [of, '&resourceType=VolumeVO']) {
    const path = `/primary-storage/trash?uuid=${nfs}${query}`;
    expect(await emulator.refused('GET', path)).toMatchObject({
      code: 'SYS.1007',
      details: "'resourceUuid' and 'resourceType' must be set both or neither!",
    });
  }
});
