import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put, takeSnapshot } from '../../support/volumes';

const { volumes, vms } = SEED;
const create = (resourceUuid: string, tag: string, resourceType = 'VolumeVO') =>
  ['POST', '/system-tags', { params: { resourceType, resourceUuid, tag } }] as const;
const textsOn = async (emulator: TestEmulator, uuid: string) =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );

/** One tag of each format that the real system registers for volumes, its plugins' included. */
const VOLUME_TAGS = [
  'volumeMaxIncrementalSnapshotNum::5',
  'volumeProvisioningStrategy::ThinProvisioning',
  'autoScalingGroupUuid::0123456789ab4def8123456789abcdef',
  'overwriteBy::volume::0123456789ab4def8123456789abcdef',
  'notSupportActualSize::true',
  'packer',
  'qos::total=1048576',
  'capability::virtio-scsi',
  'kvm::volume::0x000f0123456789ab',
  'ceph::pool::fast',
  'ceph::rootPoolName::fast',
  'localStorage::hostUuid::05700000000040008000000000000001',
];

test('a volume takes a tag of every format of volumes', async () => {
  const emulator = await TestEmulator.start();
  for (const tag of VOLUME_TAGS) {
    expect(await emulator.make(...create(volumes.spareData, tag))).toMatchObject({
      tag,
      inherent: false,
      type: 'System',
    });
  }
  expect(await textsOn(emulator, volumes.spareData)).toEqual(VOLUME_TAGS);
});

test('so does a snapshot, when it is made and later', async () => {
  const emulator = await TestEmulator.start();
  const params = { name: 's', systemTags: ['CreatedBySystem'] };
  const path = `/volumes/${volumes.spareData}/volume-snapshots`;
  const { uuid } = await emulator.make('POST', path, { params });
  for (const tag of ['backingTo::a::volume', 'backingTo::b::image']) {
    await emulator.make(...create(uuid, tag, 'VolumeSnapshotVO'));
  }
  expect(await textsOn(emulator, uuid)).toEqual([
    'CreatedBySystem',
    'backingTo::a::volume',
    'backingTo::b::image',
  ]);
});

test.each([
  'qos',
  'qos::',
  'qos::a::b',
  'volumeMaxIncrementalSnapshotNum',
  'capability::virtio',
  'localStorage::hostUuid',
  'ceph::pool',
  'bootMode::UEFI',
])('%s is no tag of volumes', async (tag) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...create(volumes.spareData, tag))).toMatchObject({
    code: 'SYS.1007',
    details: `no system tag matches[${tag}] for resourceType[VolumeVO]`,
  });
  const { uuid } = await takeSnapshot(emulator, 's');
  const other = await emulator.refused(...create(uuid, tag, 'VolumeSnapshotVO'));
  expect(other.details).toBe(`no system tag matches[${tag}] for resourceType[VolumeSnapshotVO]`);
});

test.each(['Running', 'Unknown'])(
  'the controller of a disk does not change while its VM is %s',
  async (state) => {
    const emulator = await TestEmulator.start();
    put(emulator, `update vm_instances set state = '${state}' where uuid = '${vms.runningLinux}'`);
    const details = `vm current state[${state}], modify virtioSCSI requires the vm state[Stopped]`;
    const call = create(volumes.data, 'capability::virtio-scsi');
    expect(await emulator.refused(...call)).toMatchObject({ code: 'SYS.1007', details });
    const { uuid } = await emulator.make(...create(volumes.data, 'packer'));
    const change = await emulator.refused('PUT', `/system-tags/${uuid}/actions`, {
      updateSystemTag: { tag: 'capability::virtio-scsi' },
    });
    expect(change).toMatchObject({ code: 'SYS.1007', details });
    put(emulator, `update vm_instances set state = 'Stopped' where uuid = '${vms.runningLinux}'`);
    await emulator.make(...call);
  },
);

test('the volumes of a new VM take their tags, limits and whether they are shared', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'vm',
      imageUuid: SEED.images.linux,
      cpuNum: 1,
      memorySize: 2 ** 30,
      zoneUuid: SEED.zone,
      primaryStorageUuid: SEED.primaryStorages.nfs,
      dataDiskSizes: [2 ** 30],
      rootVolumeSystemTags: ['qos::read=1', 'packer'],
      dataVolumeSystemTags: ['qos::write=2', 'capability::virtio-scsi'],
    },
  });
  const [data, root] = vm.allVolumes.toSorted((a: Json, b: Json) => a.type.localeCompare(b.type));
  expect(root).toMatchObject({
    volumeQos: 'read=1',
    description: `Root volume for VM[uuid:${vm.uuid}]`,
  });
  expect(data).toMatchObject({ volumeQos: 'write=2', description: `DataVolume-${vm.uuid}` });
  expect(await textsOn(emulator, root.uuid)).toEqual(['packer']);
  expect(await textsOn(emulator, data.uuid)).toEqual(['capability::virtio-scsi']);
});
