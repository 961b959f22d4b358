import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { primaryStorages, vms, volumes, hosts, clusters } = SEED;
const GIB = 2 ** 30;
const create = (primaryStorageUuid: string, systemTags: readonly string[]) =>
  [
    'POST',
    '/volumes/data',
    { params: { name: 'v', diskSize: GIB, primaryStorageUuid }, systemTags },
  ] as const;
const onHost = (uuid: string) => [`localStorage::hostUuid::${uuid}`];
const attach = (volumeUuid: string, vmUuid: string) =>
  ['POST', `/volumes/${volumeUuid}/vm-instances/${vmUuid}`, { params: {} }] as const;
const refs = async (emulator: TestEmulator, condition: string) =>
  (await emulator.call('GET', `/primary-storage/local-storage/resource-refs?q=${condition}`)).body
    .inventories;

test('a new volume on local storage lies on the host that its tag names', async () => {
  const emulator = await TestEmulator.start();
  const volume = await emulator.make(...create(primaryStorages.local, onHost(hosts.arm)));
  expect(volume).toMatchObject({ status: 'Ready', primaryStorageUuid: primaryStorages.local });
  expect(await refs(emulator, `resourceUuid=${volume.uuid}`)).toEqual([
    {
      resourceUuid: volume.uuid,
      primaryStorageUuid: primaryStorages.local,
      hostUuid: hosts.arm,
      size: GIB,
      resourceType: 'VolumeVO',
      createDate: volume.createDate,
      lastOpDate: volume.lastOpDate,
    },
  ]);
  expect(await emulator.find(`/volumes?q=localStorageHostRef.hostUuid=${hosts.arm}`)).toMatchObject(
    {
      uuid: volume.uuid,
    },
  );
});

test.each([
  [
    'without a host',
    [],
    'To create data volume on the local primary storage, you must specify the host that the data volume is going to be created using the system tag [localStorage::hostUuid::{hostUuid}]',
  ],
  [
    'on a host of a cluster that the storage is not attached to',
    onHost(hosts.disconnected),
    `the host[uuid:${hosts.disconnected}] doesn't belong to the local primary storage[uuid:${primaryStorages.local}]`,
  ],
  [
    'on a host that is not there',
    onHost(SEED.images.linux),
    `the host[uuid:${SEED.images.linux}] doesn't belong to the local primary storage[uuid:${primaryStorages.local}]`,
  ],
])('a new volume on local storage %s is refused', async (_what, tags, details) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(...create(primaryStorages.local, tags));
  expect(error).toMatchObject({ code: 'SYS.1007', details });
  // Other storages ask for none.
  await emulator.make(...create(primaryStorages.nfs, []));
});

test('a local volume stays on its host: VMs of another one cannot have it', async () => {
  const emulator = await TestEmulator.start();
  const volume = await emulator.make(...create(primaryStorages.local, onHost(hosts.linux)));
  expect(await emulator.refused(...attach(volume.uuid, vms.runningArmOnCeph))).toMatchObject({
    code: 'SYS.1006',
    details: `the host of the vm[hostUuid:${hosts.arm}] is different from that of the volume[hostUuid:${hosts.linux}]. the volume cannot attach to the vm.`,
  });
  await emulator.make(...attach(volume.uuid, vms.runningLinux));
});

test('a stopped VM with local volumes takes only those of the same host', async () => {
  const emulator = await TestEmulator.start();
  const broken = 'a0000000000040008000000000000008';
  const [here] = await refs(emulator, `resourceUuid=${volumes.disabled}`);
  expect(here.hostUuid).toBe(hosts.linux);
  const far = await emulator.make(...create(primaryStorages.local, onHost(hosts.arm)));
  expect(await emulator.refused(...attach(far.uuid, broken))).toMatchObject({
    code: 'SYS.1006',
    details: `the volume on a host[hostUuid:${hosts.arm}] cannot be attached to the vm, because the vm has local volumes on other host[hostUuid:${hosts.linux}]`,
  });
  const near = await emulator.make(...create(primaryStorages.local, onHost(hosts.linux)));
  await emulator.make(...attach(near.uuid, broken));
});

test('a VM on local storage runs where its disks are, and its volumes and trash go there', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'v',
      imageUuid: SEED.images.windows,
      clusterUuid: clusters.used,
      primaryStorageUuidForRootVolume: primaryStorages.local,
      cpuNum: 1,
      memorySize: GIB,
    },
  });
  expect(vm).toMatchObject({ state: 'Running', hostUuid: hosts.linux });
  expect(await refs(emulator, `resourceUuid=${vm.rootVolumeUuid}`)).toMatchObject([
    { hostUuid: hosts.linux },
  ]);
  await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, { stopVmInstance: {} });
  const { uuid } = await emulator.make('POST', `/volumes/${vm.rootVolumeUuid}/volume-snapshots`, {
    params: { name: 's' },
  });
  await emulator.control('POST', `/volumes/${vm.rootVolumeUuid}/writes`, { bytes: GIB });
  await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} });
  const trash = await emulator.call('GET', `/primary-storage/trash?uuid=${primaryStorages.local}`);
  expect(trash.body.inventories).toMatchObject([
    { hostUuid: hosts.linux, storageType: 'PrimaryStorageVO', trashType: 'RevertVolume' },
  ]);
});

test('a volume that goes takes its ref and its trash along', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const volume = await emulator.make(...create(primaryStorages.local, onHost(hosts.linux)));
  const { uuid } = await emulator.make('POST', `/volumes/${volume.uuid}/volume-snapshots`, {
    params: { name: 's' },
  });
  await emulator.control('POST', `/volumes/${volume.uuid}/writes`, { bytes: GIB });
  await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} });
  await emulator.call('DELETE', `/volumes/${volume.uuid}`);
  await emulator.call('PUT', `/volumes/${volume.uuid}/actions`, { expungeDataVolume: {} });
  const after: Json = emulator.world();
  for (const table of ['local_volumes', 'trash', 'primary_storages']) {
    expect([table, after[table]]).toEqual([table, before[table]]);
  }
});

test('a local storage that has no host is not reconnected', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/primary-storage/local-storage', {
    params: { name: 'new', url: '/new', zoneUuid: SEED.zone },
  });
  const { status, body } = await emulator.call('PUT', `/primary-storage/${uuid}/actions`, {
    reconnectPrimaryStorage: {},
  });
  expect([status, body.error]).toMatchObject([
    503,
    {
      code: 'SYS.1006',
      details: 'No Host state is Enabled, Please check the availability of the host',
    },
  ]);
  const found = await emulator.find(`/primary-storage?q=uuid=${uuid}`);
  expect(found.status).toBe('Disconnected');
});

test('a volume of a template lies on local storage where its host is named', async () => {
  const emulator = await TestEmulator.start();
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 't',
      url: 'http://x/d.qcow2',
      format: 'qcow2',
      mediaType: 'DataVolumeTemplate',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    },
  });
  const path = `/volumes/data/from/data-volume-templates/${image.uuid}`;
  const params = { name: 'v', primaryStorageUuid: primaryStorages.local };
  expect(await emulator.refused('POST', path, { params })).toMatchObject({
    code: 'SYS.1007',
    details:
      'To create volume on the local primary storage, you must specify the host that the volume is going to be created using the system tag [localStorage::hostUuid::{hostUuid}]',
  });
  const made = await emulator.make('POST', path, { params: { ...params, hostUuid: hosts.arm } });
  expect(made.primaryStorageUuid).toBe(primaryStorages.local);
});

describe('where a cluster has local storages and others, a new VM', () => {
  const made = async (emulator: TestEmulator, params: object, systemTags: string[] = []) => {
    const vm = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: GIB,
        imageUuid: SEED.images.linux,
        clusterUuid: clusters.used,
        dataDiskSizes: [GIB],
        ...params,
      },
      systemTags,
    });
    const found = (type: string) =>
      vm.allVolumes.find((volume: Json) => volume.type === type).primaryStorageUuid;
    return [found('Root'), found('Data')];
  };
  const { local, nfs, ceph } = primaryStorages;
  const dataOn = (uuid: string) => [`primaryStorageUuidForDataVolume::${uuid}`];

  test('has its root disk on a local one, its data disks on others, unless it names them', async () => {
    const emulator = await TestEmulator.start();
    expect(await made(emulator, {})).toEqual([local, ceph]);
    expect(await made(emulator, {}, dataOn(local))).toEqual([local, local]);
    expect(await made(emulator, {}, dataOn(nfs))).toEqual([local, nfs]);
    const onNfs = { primaryStorageUuidForRootVolume: nfs };
    expect(await made(emulator, onNfs, dataOn(local))).toEqual([nfs, local]);
    expect(await made(emulator, onNfs, dataOn(nfs))).toEqual([nfs, nfs]);
    const onLocal = { primaryStorageUuidForRootVolume: local };
    expect(await made(emulator, onLocal, dataOn(nfs))).toEqual([local, nfs]);
  });
});

test('a stopped VM whose local volumes lie on several hosts takes no more', async () => {
  const emulator = await TestEmulator.start();
  const broken = 'a0000000000040008000000000000008';
  const near = await emulator.make(...create(primaryStorages.local, onHost(hosts.linux)));
  await emulator.make(...attach(near.uuid, broken));
  const next = await emulator.make(...create(primaryStorages.local, onHost(hosts.arm)));
  const { database } = emulator.environment;
  database
    .prepare('update local_volumes set host_uuid = ? where volume_uuid = ?')
    .run(hosts.arm, near.uuid);
  expect(await emulator.refused(...attach(next.uuid, broken))).toMatchObject({
    code: 'SYS.1006',
    details: `the vm has multiple local volumes on different hosts[[volume[${volumes.disabled}] is on host[${hosts.linux}], volume[${near.uuid}] is on host[${hosts.arm}]]]. please check the abnormal vm local volumes`,
  });
});
