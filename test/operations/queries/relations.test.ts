import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { volumes, primaryStorages, hosts } = SEED;
const ALICE = 'a11ce000000040008000000000000001';

/** Ways from one inventory to others that the real system declares beside the inventories themselves. */
const WAYS: readonly (readonly [path: string, condition: string, found: number])[] = [
  ['/accounts/quotas', 'account.name=alice', 14],
  ['/accounts/resources/refs', `concreteResourceType=VmInstanceVO&q=accountUuid=${ALICE}`, 1],
  ['/primary-storage/local-storage/resource-refs', `volume.uuid=${volumes.data}`, 1],
  ['/primary-storage/local-storage/resource-refs', 'snapshot.name=s', 1],
  ['/primary-storage/local-storage/resource-refs', 'resourceType=VolumeSnapshotVO', 1],
  ['/primary-storage/local-storage/resource-refs', 'image.name=centos-7.9', 0],
  ['/volume-snapshots', `localStorageHostRef.hostUuid=${hosts.linux}`, 1],
  ['/volumes', `localStorageHostRef.hostUuid=${hosts.linux}&q=uuid=${volumes.data}`, 1],
];

test.each(WAYS)('%s is asked by %s', async (path, condition, found) => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${volumes.data}/volume-snapshots`, {
    params: { name: 's' },
  });
  const { body } = await emulator.call('GET', `${path}?q=${condition}`);
  expect(body.inventories).toHaveLength(found);
});

test('a snapshot on local storage lies on the host of its volume', async () => {
  const emulator = await TestEmulator.start();
  const { uuid, size } = await emulator.make('POST', `/volumes/${volumes.data}/volume-snapshots`, {
    params: { name: 's' },
  });
  const refs = '/primary-storage/local-storage/resource-refs';
  expect(await emulator.find(`${refs}?q=resourceUuid=${uuid}`)).toMatchObject({
    primaryStorageUuid: primaryStorages.local,
    hostUuid: hosts.linux,
    size,
    resourceType: 'VolumeSnapshotVO',
  });
});

test('entries of the configuration have numbers, by which they are found', async () => {
  const emulator = await TestEmulator.start();
  const { inventories } = (await emulator.call('GET', '/global-configurations')).body;
  const ids = inventories.map(({ id }: Json) => id);
  expect(new Set(ids).size).toBe(inventories.length);
  const found = await emulator.call('GET', `/global-configurations?q=id=${ids[3]}`);
  expect(found.body.inventories).toEqual([inventories[3]]);
});
