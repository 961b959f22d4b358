import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { rowChanges } from '../../support/row-changes';
import { GIB, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, vms, primaryStorages, hosts, offerings, backupStorages } = SEED;
const { nfs, ceph, local } = primaryStorages;

const make = (emulator: TestEmulator, params: object): Promise<Json> =>
  emulator.make('POST', '/volumes/data', { params: { name: 'v', ...params } });
const act = (emulator: TestEmulator, uuid: string, action: object) =>
  emulator.make('PUT', `/volumes/${uuid}/actions`, action);
const said = { description: 'd', userTags: ['mine'] };

describe('a data volume is made', () => {
  test('on a storage', async () => {
    const emulator = await TestEmulator.start();
    const systemTags = ['qos::total=5', 'capability::virtio-scsi'];
    const params = { ...said, diskSize: GIB, primaryStorageUuid: nfs, systemTags };
    expect(await rowChanges(emulator, () => make(emulator, params))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -1073741824',
      'system_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeVO tag=capability::virtio-scsi create_date=now last_op_date=now inherent=0',
      'user_tags + uuid=#3 resource_uuid=#1 resource_type=VolumeVO tag=mine create_date=now last_op_date=now',
      'volumes + uuid=#1 name=v description=d primary_storage_uuid=nfs install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-#1/#1.qcow2 type=Data format=qcow2 size=1073741824 actual_size=0 state=Enabled status=Ready is_shareable=0 volume_qos=total=5 content_id=empty:#1 layer_size=0 create_date=now last_op_date=now',
    ]);
  });

  test('of an offering, nowhere yet', async () => {
    const emulator = await TestEmulator.start();
    const params = { diskOfferingUuid: offerings.disk, systemTags: ['ephemeral::shareable'] };
    expect(await rowChanges(emulator, () => make(emulator, params))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeVO account_uuid=admin create_date=now last_op_date=now',
      'volumes + uuid=#1 name=v disk_offering_uuid=disk type=Data size=21474836480 actual_size=0 state=Enabled status=NotInstantiated is_shareable=1 content_id=empty:#1 layer_size=0 create_date=now last_op_date=now',
    ]);
  });

  test('on the disks of a host', async () => {
    const emulator = await TestEmulator.start();
    const systemTags = [`localStorage::hostUuid::${hosts.arm}`];
    const params = { diskSize: GIB, primaryStorageUuid: local, systemTags };
    expect(await rowChanges(emulator, () => make(emulator, params))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeVO account_uuid=admin create_date=now last_op_date=now',
      'local_volumes + volume_uuid=#1 host_uuid=arm',
      'primary_storages ~ local: available_capacity -1073741824',
      'system_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeVO tag=localStorage::hostUuid::arm create_date=now last_op_date=now inherent=0',
      'volumes + uuid=#1 name=v primary_storage_uuid=local install_path=/zstack_ps/dataVolumes/acct-admin/vol-#1/#1.qcow2 type=Data format=qcow2 size=1073741824 actual_size=0 state=Enabled status=Ready is_shareable=0 content_id=empty:#1 layer_size=0 create_date=now last_op_date=now',
    ]);
  });

  test('of a snapshot', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    const params = { name: 'v', ...said, systemTags: ['qos::total=5'] };
    const path = `/volumes/data/from/volume-snapshots/${uuid}`;
    expect(await rowChanges(emulator, () => emulator.make('POST', path, { params }))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -53687091200, available_physical_capacity -204800',
      'system_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeVO tag=qos::total=5 create_date=now last_op_date=now inherent=0',
      'user_tags + uuid=#3 resource_uuid=#1 resource_type=VolumeVO tag=mine create_date=now last_op_date=now',
      'volumes + uuid=#1 name=v description=d primary_storage_uuid=nfs install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-#1/#1.qcow2 type=Data format=qcow2 size=53687091200 actual_size=204800 state=Enabled status=Ready is_shareable=0 content_id=spare layer_size=204800 create_date=now last_op_date=now',
    ]);
  });

  test('of a snapshot on the disks of a host, beside the volume', async () => {
    const emulator = await TestEmulator.start();
    const systemTags = [`localStorage::hostUuid::${hosts.arm}`];
    const params = { diskSize: GIB, primaryStorageUuid: local, systemTags };
    const volume = await make(emulator, params);
    const { uuid } = await takeSnapshot(emulator, 's', volume.uuid);
    const path = `/volumes/data/from/volume-snapshots/${uuid}`;
    const body = { params: { name: 'v' } };
    expect(await rowChanges(emulator, () => emulator.make('POST', path, body))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeVO account_uuid=admin create_date=now last_op_date=now',
      'local_volumes + volume_uuid=#1 host_uuid=arm',
      'primary_storages ~ local: available_capacity -1073741824',
      'volumes + uuid=#1 name=v primary_storage_uuid=local install_path=/zstack_ps/dataVolumes/acct-admin/vol-#1/#1.qcow2 type=Data format=qcow2 size=1073741824 actual_size=0 state=Enabled status=Ready is_shareable=0 content_id=empty:#2 layer_size=0 create_date=now last_op_date=now',
    ]);
  });

  test('of a template', async () => {
    const emulator = await TestEmulator.start();
    const from = `/images/data-volume-templates/from/volumes/${volumes.spareData}`;
    const image = await emulator.make('POST', from, {
      params: { name: 't', backupStorageUuids: [backupStorages.imageStore] },
    });
    const path = `/volumes/data/from/data-volume-templates/${image.uuid}`;
    const systemTags = ['qos::total=5', 'ephemeral::shareable'];
    const params = { name: 'v', ...said, primaryStorageUuid: ceph, systemTags };
    const names = { template: image.uuid };
    const work = () => emulator.make('POST', path, { params });
    expect(await rowChanges(emulator, work, names)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ ceph: available_capacity -53687091200, available_physical_capacity -204800',
      'user_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeVO tag=mine create_date=now last_op_date=now',
      'volumes + uuid=#1 name=v description=d primary_storage_uuid=ceph root_image_uuid=template install_path=ceph://pool-vms/#1 type=Data format=raw size=53687091200 actual_size=204800 state=Enabled status=Ready is_shareable=1 volume_qos=total=5 content_id=spare layer_size=204800 create_date=now last_op_date=now',
    ]);
  });
});

describe('a data volume changes', () => {
  test('when it comes to a VM', async () => {
    const emulator = await TestEmulator.start();
    const path = `/volumes/${volumes.spareData}/vm-instances/${vms.runningLinux}`;
    const work = () => emulator.make('POST', path, { params: {} });
    expect(await rowChanges(emulator, work)).toEqual([
      'volumes ~ spareData: vm_instance_uuid null -> runningLinux, device_id null -> 2, last_attach_date null -> now, last_op_date',
    ]);
  });

  test('when it is made there', async () => {
    const emulator = await TestEmulator.start();
    const path = `/volumes/${volumes.notInstantiated}/vm-instances/${vms.runningLinux}`;
    const work = () => emulator.make('POST', path, { params: {} });
    expect(await rowChanges(emulator, work)).toEqual([
      'local_volumes + volume_uuid=notInstantiated host_uuid=linux',
      'primary_storages ~ local: available_capacity -10737418240',
      'volumes ~ notInstantiated: primary_storage_uuid null -> local, vm_instance_uuid null -> runningLinux, install_path null -> /zstack_ps/dataVolumes/acct-admin/vol-notInstantiated/notInstantiated.qcow2, format null -> qcow2, device_id null -> 2, status NotInstantiated -> Ready, last_attach_date null -> now, last_op_date',
    ]);
  });

  test('when it leaves its VM, and when it goes', async () => {
    const emulator = await TestEmulator.start();
    const path = `/volumes/${volumes.data}`;
    const leave = () => emulator.make('DELETE', `${path}/vm-instances`);
    expect(await rowChanges(emulator, leave)).toEqual([
      'volumes ~ data: vm_instance_uuid runningLinux -> null, device_id 1 -> null, last_detach_date null -> now, last_vm_instance_uuid null -> runningLinux, last_op_date',
    ]);
    const remove = () => emulator.make('DELETE', path);
    expect(await rowChanges(emulator, remove)).toEqual([
      'volumes ~ data: status Ready -> Deleted, last_op_date',
    ]);
    const recover = () => act(emulator, volumes.data, { recoverDataVolume: {} });
    expect(await rowChanges(emulator, recover)).toEqual([
      'volumes ~ data: status Deleted -> Ready, last_op_date',
    ]);
    await remove();
    const expunge = () => act(emulator, volumes.data, { expungeDataVolume: {} });
    expect(await rowChanges(emulator, expunge)).toEqual([
      'account_resource_refs - data',
      'local_volumes - data',
      'primary_storages ~ local: available_capacity +107374182400, available_physical_capacity +12884901888',
      'volumes - data',
    ]);
  });

  test('when it goes at once, with all that is its', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volume/deletionPolicy', 'Direct');
    const params = { diskSize: GIB, primaryStorageUuid: nfs, ...said, systemTags: ['packer'] };
    const { uuid } = await make(emulator, params);
    await writeTo(emulator, 4096, uuid);
    await takeSnapshot(emulator, 's', uuid);
    await emulator.make('POST', `/volumes/${uuid}/vm-instances/${vms.stoppedWindows}`, {});
    const work = () => emulator.make('DELETE', `/volumes/${uuid}`);
    expect(await rowChanges(emulator, work, { volume: uuid })).toEqual([
      'account_resource_refs - volume',
      'account_resource_refs - #1',
      'account_resource_refs - #2',
      'primary_storages ~ nfs: available_capacity +1073745920, available_physical_capacity +4096',
      'system_tags - #3',
      'user_tags - #4',
      'volume_snapshot_trees - #1',
      'volume_snapshots - #2',
      'volumes - volume',
    ]);
  });

  test('when it lies nowhere and comes back', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make('DELETE', `/volumes/${volumes.notInstantiated}`);
    const work = () => act(emulator, volumes.notInstantiated, { recoverDataVolume: {} });
    expect(await rowChanges(emulator, work)).toEqual([
      'volumes ~ notInstantiated: status Deleted -> NotInstantiated, last_op_date',
    ]);
  });

  test('when it grows', async () => {
    const emulator = await TestEmulator.start();
    const path = `/volumes/data/resize/${volumes.spareData}/actions`;
    const body = { resizeDataVolume: { size: 51 * GIB } };
    expect(await rowChanges(emulator, () => emulator.make('PUT', path, body))).toEqual([
      'primary_storages ~ nfs: available_capacity -1073741824',
      'volumes ~ spareData: size +1073741824, content_id spare -> written:#1, last_op_date',
    ]);
  });

  test.each([
    [
      'less than it has room for',
      GIB,
      [
        'primary_storages ~ nfs: available_physical_capacity -1073741824',
        'volumes ~ spareData: actual_size +1073741824, content_id spare -> written:#1, layer_size +1073741824, last_op_date',
      ],
    ],
    [
      'more than it has room for',
      60 * GIB,
      [
        'primary_storages ~ nfs: available_physical_capacity -53686886400',
        'volumes ~ spareData: actual_size +53686886400, content_id spare -> written:#1, layer_size +53686886400, last_op_date',
      ],
    ],
  ])('when %s is written to it', async (_what, bytes, lines) => {
    const emulator = await TestEmulator.start();
    expect(await rowChanges(emulator, () => writeTo(emulator, bytes))).toEqual(lines);
  });

  test.each([
    [
      'files',
      nfs,
      [
        'primary_storages ~ nfs: available_physical_capacity -4608',
        'volume_snapshot_trees ~ #1: current 1 -> 0, last_op_date',
        'volume_snapshots ~ second: latest 1 -> 0',
        'volumes ~ volume: layer_size +4608, last_op_date',
      ],
    ],
    [
      'Ceph',
      ceph,
      [
        'volume_snapshot_trees ~ #1: current 1 -> 0, last_op_date',
        'volume_snapshot_trees ~ #2: last_op_date',
        'volume_snapshots ~ first: latest 1 -> 0',
        'volume_snapshots ~ second: latest 1 -> 0',
      ],
    ],
  ])('when it is flattened on %s', async (_on, primaryStorageUuid, lines) => {
    const emulator = await TestEmulator.start();
    const volume = await make(emulator, { diskSize: GIB, primaryStorageUuid });
    await writeTo(emulator, 4096, volume.uuid);
    const { uuid: first } = await takeSnapshot(emulator, 'one', volume.uuid);
    await writeTo(emulator, 512, volume.uuid);
    const { uuid: second } = await takeSnapshot(emulator, 'two', volume.uuid);
    await writeTo(emulator, 64, volume.uuid);
    const names = { volume: volume.uuid, first, second };
    const work = () => act(emulator, volume.uuid, { flattenVolume: {} });
    expect(await rowChanges(emulator, work, names)).toEqual(lines);
  });
});

describe('a volume moves with its snapshots', () => {
  test.each([
    [
      'NFS',
      nfs,
      { url: '10.9.0.2:/vms/' },
      [
        'primary_storages ~ second: available_capacity -1073745920, available_physical_capacity -4160',
        'primary_storages ~ nfs: available_capacity +1073741760',
        'trash + trash_id=1 resource_uuid=volume resource_type=VolumeVO storage_uuid=nfs storage_type=PrimaryStorage install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-volume is_folder=1 hypervisor_type=KVM size=4160 trash_type=MigrateVolume create_date=now',
        'volume_snapshots ~ snapshot: primary_storage_uuid nfs -> second, primary_storage_install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-volume/volume.qcow2 -> /opt/zstack/nfsprimarystorage/prim-second/dataVolumes/acct-admin/vol-volume/volume.qcow2',
        'volumes ~ volume: primary_storage_uuid nfs -> second, install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-volume/snapshots/snapshot.qcow2 -> /opt/zstack/nfsprimarystorage/prim-second/dataVolumes/acct-admin/vol-volume/snapshots/snapshot.qcow2, last_op_date',
      ],
    ],
    [
      'Ceph',
      ceph,
      { monUrls: ['root:x@10.9.0.2'] },
      [
        'primary_storages ~ second: available_capacity -1073745920, available_physical_capacity -4160',
        'primary_storages ~ ceph: available_capacity +1073741760',
        'trash + trash_id=1 resource_uuid=volume resource_type=VolumeVO storage_uuid=ceph storage_type=PrimaryStorage install_path=ceph://pool-vms/volume is_folder=0 hypervisor_type=KVM size=4160 trash_type=MigrateVolume create_date=now',
        'volume_snapshots ~ snapshot: primary_storage_uuid ceph -> second, primary_storage_install_path ceph://pool-vms/volume@snapshot -> ceph://pri-v-d-second/volume@snapshot',
        'volumes ~ volume: primary_storage_uuid ceph -> second, install_path ceph://pool-vms/volume -> ceph://pri-v-d-second/volume, last_op_date',
      ],
    ],
  ])('to another %s', async (type, from, params, lines) => {
    const emulator = await TestEmulator.start();
    const storage = await emulator.make('POST', `/primary-storage/${type.toLowerCase()}`, {
      params: { name: 'second', zoneUuid: SEED.zone, ...params },
    });
    const path = `/clusters/${SEED.clusters.used}/primary-storage/${storage.uuid}`;
    await emulator.make('POST', path);
    const volume = await make(emulator, { diskSize: GIB, primaryStorageUuid: from });
    await writeTo(emulator, 4096, volume.uuid);
    const { uuid: snapshot } = await takeSnapshot(emulator, 's', volume.uuid);
    await writeTo(emulator, 64, volume.uuid);
    const names = { volume: volume.uuid, snapshot, second: storage.uuid };
    const work = () =>
      emulator.make('PUT', `/primary-storage/volumes/${volume.uuid}/actions`, {
        primaryStorageMigrateVolume: { dstPrimaryStorageUuid: storage.uuid },
      });
    expect(await rowChanges(emulator, work, names)).toEqual(lines);
  });

  test('to another host', async () => {
    const emulator = await TestEmulator.start();
    const volume = await make(emulator, {
      diskSize: GIB,
      primaryStorageUuid: local,
      systemTags: [`localStorage::hostUuid::${hosts.linux}`],
    });
    const { uuid: snapshot } = await takeSnapshot(emulator, 's', volume.uuid);
    const work = () =>
      emulator.make('PUT', `/primary-storage/local-storage/volumes/${volume.uuid}/actions`, {
        localStorageMigrateVolume: { destHostUuid: hosts.arm },
      });
    expect(await rowChanges(emulator, work, { volume: volume.uuid, snapshot })).toEqual([
      'local_volumes ~ volume: host_uuid linux -> arm',
      'volumes ~ volume: last_op_date',
    ]);
  });
});
