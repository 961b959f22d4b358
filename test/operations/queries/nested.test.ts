import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** Names (or uuids) that a query finds, in their order. */
async function find(path: string, condition: string, session?: string): Promise<string[]> {
  const search = `q=${encodeURIComponent(condition)}`;
  const answer = await emulator.get(`/zstack/v1${path}?${search}`, session);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventories
    .map((inventory: { name?: string; uuid: string }) => inventory.name ?? inventory.uuid)
    .toSorted();
}

const { sftp } = SEED.backupStorages;

test.each([
  ['backupStorageRef.status=Deleted', ['deleted-yesterday']],
  [`backupStorageRef.backupStorageUuid=${sftp}`, ['centos-7.9', 'ubuntu-22.04-live.iso']],
  [`backupStorageRefs.backupStorageUuid=${sftp}`, ['centos-7.9', 'ubuntu-22.04-live.iso']],
  ['backupStorageRefs.exportUrl not null', []],
  ['backupStorageRef.backupStorage.name=sftp-1', ['centos-7.9', 'ubuntu-22.04-live.iso']],
  ['backupStorage.name=SFTP-1', ['centos-7.9', 'ubuntu-22.04-live.iso']],
  ['backupStorage.name~=sftp%', ['centos-7.9', 'ubuntu-22.04-live.iso']],
  ['backupStorage.name?=sftp-1,ceph-bs-1', ['centos-7.9', 'ubuntu-22.04-live.iso']],
  [
    'backupStorage.zone.name=zone-1',
    ['centos-7.9', 'deleted-yesterday', 'retired', 'ubuntu-22.04-live.iso', 'windows-2019'],
  ],
  ['volume.name=ROOT-for-web-1', ['centos-7.9']],
  ['volume.vmInstance.state=Stopped', ['windows-2019']],
  ['volume.primaryStorage.type=NFS', ['windows-2019']],
])('images with %s are %j', async (condition, names) => {
  expect(await find('/images', condition)).toEqual(names);
});

test('a negative condition is met by one row behind a relation that differs, not by none', async () => {
  expect(await find('/images', 'backupStorage.name!=sftp-1')).toEqual([
    'centos-7.9',
    'deleted-yesterday',
    'retired',
    'windows-2019',
  ]);
});

test.each([
  ['image.name=centos-7.9', ['imagestore-1', 'sftp-1']],
  ['imageRef.status=Deleted', ['imagestore-1']],
  ['imageRef.image.state=Disabled', ['imagestore-1']],
  ['zone.name!=zone-1', []],
  ['volumeSnapshot.name~=%', []],
])('backup storages with %s are %j', async (condition, names) => {
  expect(await find('/backup-storage', condition)).toEqual(names);
});

test('what is attached to a zone is found by its zone, three ways', async () => {
  const attached = [
    'ceph-bs-1',
    'imagestore-1',
    'imagestore-disconnected',
    'imagestore-nearly-full',
    'sftp-1',
    'sftp-disabled',
  ];
  expect(await find('/backup-storage', 'zone.isDefault=true')).toEqual(attached);
  expect(await find('/backup-storage', `zoneRef.zoneUuid=${SEED.zone}`)).toEqual(attached);
  expect(await find('/backup-storage', `attachedZoneUuids=${SEED.zone}`)).toEqual(attached);
});

test.each([
  ['vmInstance.name=web-1', ['ROOT-for-web-1', 'web-1-data']],
  ['primaryStorage.name=ceph-1', ['ROOT-for-arm-1']],
  ['image.name=centos-7.9', ['ROOT-for-web-1']],
  ['image.backupStorage.name=sftp-1', ['ROOT-for-web-1']],
  ['snapshot.name~=%', []],
  ['diskOffering.name~=%', []],
])('volumes with %s are %j', async (condition, names) => {
  expect(await find('/volumes', condition)).toEqual(names);
});

test.each([
  ['image.name=centos-7.9', ['web-1']],
  ['zone.name=zone-2', []],
  ['allVolumes.name=web-1-data', ['web-1']],
  ['rootVolume.primaryStorage.name=ceph-1', ['arm-1']],
  ['allVolumes.primaryStorage.name=nfs-1', ['win-1']],
])('VMs with %s are %j', async (condition, names) => {
  expect(await find('/vm-instances', condition)).toEqual(names);
});

test('the root volume of a VM is no data volume', async () => {
  expect(await find('/vm-instances', 'rootVolume.name=web-1-data')).toEqual([]);
});

test.each([
  ['/zones', 'primaryStorage.name=ceph-1', ['zone-1']],
  ['/zones', 'vmInstance.name=web-1', ['zone-1']],
  ['/zones', 'backupStorage.name=imagestore-elsewhere', []],
  ['/zones', 'backupStorage.name=sftp-1', ['zone-1']],
  ['/primary-storage', 'zone.name=zone-1', ['ceph-1', 'local-1', 'nfs-1', 'nfs-maintenance']],
  ['/primary-storage', 'volume.name=ROOT-for-arm-1', ['ceph-1']],
  [
    '/primary-storage',
    'attachedClusterUuids=c1005700000040008000000000000001',
    ['ceph-1', 'local-1', 'nfs-1', 'nfs-maintenance'],
  ],
  ['/primary-storage/ceph', 'volume.vmInstance.name=arm-1', ['ceph-1']],
  ['/backup-storage/sftp', 'image.name=centos-7.9', ['sftp-1']],
  ['/backup-storage/image-store', 'image.name=centos-7.9', ['imagestore-1']],
  ['/backup-storage/ceph', 'image.name=centos-7.9', []],
])('%s with %s finds %j', async (path, condition, names) => {
  expect(await find(path, condition)).toEqual(names);
});

test('snapshots are found by volume, tree, storage and what worlds here have none of', async () => {
  const { volumes } = SEED;
  for (const name of ['first', 'second']) {
    await emulator.make('POST', `/volumes/${volumes.data}/volume-snapshots`, { params: { name } });
  }
  const snapshots = (condition: string) => find('/volume-snapshots', condition);
  const both = ['first', 'second'];
  expect(await snapshots('volume.name=web-1-data')).toEqual(both);
  expect(await snapshots('volume.vmInstance.name=web-1')).toEqual(both);
  expect(await snapshots('tree.current=true')).toEqual(both);
  expect(await snapshots('tree.volume.name=spare')).toEqual([]);
  expect(await snapshots('primaryStorage.name=local-1')).toEqual(both);
  expect(await snapshots('backupStorage.name~=%')).toEqual([]);
  expect(await snapshots('group.name~=%')).toEqual([]);
  expect(await find('/volumes', 'snapshot.name=second')).toEqual(['web-1-data']);
  expect(await find('/primary-storage', 'volumeSnapshot.name=first')).toEqual(['local-1']);
  const trees = await find('/volume-snapshots/trees', 'snapshot.name=first');
  expect(trees).toHaveLength(1);
  expect(await find('/volume-snapshots/trees', 'volume.name=web-1-data')).toEqual(trees);
});

test('behind a relation an account finds only what it may see', async () => {
  // Alice's VM lies on the zone and the storage of all; the other VMs there are not hers to find.
  expect(await find('/zones', 'vmInstance.name=web-1', ALICE_SESSION)).toEqual([]);
  expect(await find('/zones', 'vmInstance.name=alice-1', ALICE_SESSION)).toEqual(['zone-1']);
  expect(await find('/backup-storage', 'image.name=centos-7.9', ALICE_SESSION)).toEqual([]);
  await emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: { resourceUuids: [SEED.images.linux], toPublic: true },
  });
  expect(await find('/backup-storage', 'image.name=centos-7.9', ALICE_SESSION)).toEqual([
    'imagestore-1',
    'sftp-1',
  ]);
});

const RUNTIME = 'org.zstack.header.exception.CloudRuntimeException:';

test.each([
  [
    '/images',
    'nowhere.name=x',
    `${RUNTIME} invalid nested query condition[nowhere.name] on class org.zstack.header.image.ImageInventory,the expanded target[ImageInventory] have no expanded query[nowhere]`,
  ],
  [
    '/images',
    'name.name=x',
    `${RUNTIME} invalid nested query condition[name.name] on class org.zstack.header.image.ImageInventory,the expanded target[ImageInventory] have no expanded query[name]`,
  ],
  [
    '/images',
    'constructor.name=x',
    `${RUNTIME} invalid nested query condition[constructor.name] on class org.zstack.header.image.ImageInventory,the expanded target[ImageInventory] have no expanded query[constructor]`,
  ],
  [
    '/images',
    'backupStorageRef.takenBytes=1',
    `${RUNTIME} inventory class[class org.zstack.header.image.ImageBackupStorageRefInventory] not having field[takenBytes]`,
  ],
  [
    '/volumes',
    'vmInstance.nope=1',
    `${RUNTIME} inventory class[class org.zstack.header.vm.VmInstanceInventory] not having field[nope]`,
  ],
  [
    '/images',
    `volume..name=x`,
    `${RUNTIME} invalid nested query condition[.name] on class org.zstack.header.volume.VolumeInventory,the expanded target[VolumeInventory] have no expanded query[]`,
  ],
])('%s with %s is refused', async (path, condition, details) => {
  const error = await emulator.refused('GET', `${path}?q=${encodeURIComponent(condition)}`);
  expect(error).toMatchObject({ code: 'SYS.1000', details });
});

test('a way may come back to where it began, and no further', async () => {
  const name = 'ROOT-for-web-1';
  expect(await find('/images', `volume.name=${name}`)).toEqual(['centos-7.9']);
  expect(await find('/images', `volume.image.volume.name=${name}`)).toEqual(['centos-7.9']);
  const error = await emulator.refused('GET', `/images?q=volume.image.volume.image.name=x`);
  expect(error).toMatchObject({
    code: 'SYS.1007',
    details:
      'the way[volume.image.volume.image.name] of a condition comes to inventory[ImageInventory] more than 2 times',
  });
  // What a shortcut stands for counts alike, and kinds of one table are one.
  for (const way of [
    'backupStorage.image.backupStorage.image',
    'volume.vmInstance.image.volume.image',
  ])
    await emulator.refused('GET', `/images?q=${way}.name=x`);
});

test('a way of seventeen steps is refused wherever it leads', async () => {
  const error = await emulator.refused('GET', `/images?q=${'volume.image.'.repeat(8)}name=x`);
  expect(error).toMatchObject({
    code: 'SYS.1007',
    details: 'a condition names a way of more than 16 steps',
  });
});

test('hidden internals of a storage cannot be asked for, not even over a relation', async () => {
  for (const field of ['bandwidthBytesPerSecond', 'systemUsedCapacity', 'hostname']) {
    const error = await emulator.refused('GET', `/images?q=backupStorage.${field}=x`);
    expect(error.details).toContain(`not having field[${field}]`);
  }
  expect(await find('/backup-storage/sftp', 'hostname=192.168.1.31')).toEqual(['sftp-1']);
});
