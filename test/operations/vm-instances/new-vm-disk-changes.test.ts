import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { ADMIN, GIB } from '../../support/volumes';

const { backupStorages, clusters, hosts, images } = SEED;
const { offerings, primaryStorages, volumes, zone } = SEED;

/*
 * All rows that come with a new VM, and all that become others by it, whatever it is made of.
 */

/** The uuid of what a test makes beside. */
const OWN = '0123456789ab4def8123456789abcdef';
const create = (params: object, systemTags: readonly string[] = []) =>
  [
    'POST',
    '/vm-instances',
    {
      params: { name: 'vm', cpuNum: 2, memorySize: 2 * GIB, clusterUuid: clusters.used, ...params },
      systemTags,
    },
  ] as const;

test('a VM of an ISO on shared storage, of offerings', async () => {
  const emulator = await TestEmulator.start();
  const call = create({
    imageUuid: images.iso,
    rootDiskOfferingUuid: offerings.disk,
    instanceOfferingUuid: offerings.large,
    primaryStorageUuidForRootVolume: primaryStorages.nfs,
  });
  expect(await changesOf(emulator, () => emulator.make(...call))).toEqual({
    account_resource_refs: {
      came: [`VmInstanceVO vm_instances#1 is of ${ADMIN}`, `VolumeVO volumes#1 is of ${ADMIN}`],
    },
    primary_storages: { became: { [primaryStorages.nfs]: { available_capacity: -20 * GIB } } },
    system_tags: {
      came: [
        'VmInstanceVO vm_instances#1: driver::virtio',
        'VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)',
      ],
    },
    vm_cd_roms: {
      came: [
        {
          vm_instance_uuid: 'vm_instances#1',
          name: 'vm-vm_instances#1-cdRom',
          device_id: 0,
          iso_uuid: images.iso,
          iso_install_path: `iso://${images.iso}`,
        },
      ],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          image_uuid: images.iso,
          host_uuid: hosts.linux,
          last_host_uuid: hosts.linux,
          instance_offering_uuid: offerings.large,
          platform: 'Linux',
          architecture: 'x86_64',
          guest_os_type: 'Ubuntu',
          virtio: 1,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: 8 * GIB,
          cpu_num: 4,
          state: 'Running',
          reserved_memory_size: 0,
          cpu_speed: 0,
          allocator_strategy: 'LeastVmPreferredHostAllocatorStrategy',
        },
      ],
    },
    volumes: {
      came: [
        {
          name: 'ROOT-for-vm',
          description: 'Root volume for VM[uuid:vm_instances#1]',
          primary_storage_uuid: primaryStorages.nfs,
          vm_instance_uuid: 'vm_instances#1',
          disk_offering_uuid: offerings.disk,
          install_path: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-volumes#1/volumes#1.qcow2`,
          type: 'Root',
          format: 'qcow2',
          size: 20 * GIB,
          actual_size: 0,
          device_id: 0,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'empty:volumes#1',
          layer_size: 0,
        },
      ],
    },
  });
});

test('a VM of no image for another processor, that is not started', async () => {
  const emulator = await TestEmulator.start();
  const call = create(
    {
      rootDiskSize: GIB,
      platform: 'Linux',
      guestOsType: 'g',
      architecture: 'aarch64',
      strategy: 'CreateStopped',
      primaryStorageUuidForRootVolume: primaryStorages.ceph,
    },
    ['vmMachineType::pc'],
  );
  expect(await changesOf(emulator, () => emulator.make(...call))).toEqual({
    account_resource_refs: {
      came: [`VmInstanceVO vm_instances#1 is of ${ADMIN}`, `VolumeVO volumes#1 is of ${ADMIN}`],
    },
    primary_storages: { became: { [primaryStorages.ceph]: { available_capacity: -GIB } } },
    system_tags: {
      came: [
        'VmInstanceVO vm_instances#1: vmMachineType::virt (inherent)',
        'VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)',
      ],
    },
    vm_cd_roms: {
      came: [{ vm_instance_uuid: 'vm_instances#1', name: 'vm-vm_instances#1-cdRom', device_id: 0 }],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          last_host_uuid: hosts.arm,
          platform: 'Linux',
          architecture: 'aarch64',
          guest_os_type: 'g',
          virtio: 0,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: 2 * GIB,
          cpu_num: 2,
          state: 'Stopped',
          reserved_memory_size: 0,
          cpu_speed: 0,
        },
      ],
    },
    volumes: {
      came: [
        {
          name: 'ROOT-for-vm',
          description: 'Root volume for VM[uuid:vm_instances#1]',
          primary_storage_uuid: primaryStorages.ceph,
          vm_instance_uuid: 'vm_instances#1',
          install_path: 'ceph://pool-vms/volumes#1',
          type: 'Root',
          format: 'raw',
          size: GIB,
          actual_size: 0,
          device_id: 0,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'empty:volumes#1',
          layer_size: 0,
        },
      ],
    },
  });
});

test('a VM whose disks are told one by one', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/images/data-volume-templates/from/volumes/${volumes.data}`, {
    params: {
      name: 't',
      backupStorageUuids: [backupStorages.imageStore],
      resourceUuid: OWN,
    },
  });
  const call = create({
    imageUuid: images.linux,
    primaryStorageUuidForRootVolume: primaryStorages.local,
    diskAOs: [
      { boot: true, platform: 'Linux', guestOsType: 'g', architecture: 'x86_64' },
      { size: GIB, systemTags: ['capability::virtio-scsi'] },
      {
        diskOfferingUuid: offerings.disk,
        name: 'named',
        primaryStorageUuid: primaryStorages.ceph,
      },
      { templateUuid: OWN, primaryStorageUuid: primaryStorages.local },
      { sourceType: 'VolumeVO', sourceUuid: volumes.spareData },
    ],
  });
  expect(await changesOf(emulator, () => emulator.make(...call))).toEqual({
    account_resource_refs: {
      came: [
        `VmInstanceVO vm_instances#1 is of ${ADMIN}`,
        `VolumeVO volumes#1 is of ${ADMIN}`,
        `VolumeVO volumes#2 is of ${ADMIN}`,
        `VolumeVO volumes#3 is of ${ADMIN}`,
        `VolumeVO volumes#4 is of ${ADMIN}`,
      ],
    },
    image_caches: {
      came: [
        {
          id: 1,
          primary_storage_uuid: primaryStorages.local,
          image_uuid: images.linux,
          install_url: `/zstack_ps/imagecache/template/${images.linux}/${images.linux}.qcow2`,
          media_type: 'RootVolumeTemplate',
          size: GIB,
          md5sum: 'not calculated',
          state: 'ready',
        },
      ],
    },
    local_volumes: {
      came: [
        { volume_uuid: 'volumes#1', host_uuid: hosts.linux },
        { volume_uuid: 'volumes#2', host_uuid: hosts.linux },
        { volume_uuid: 'volumes#4', host_uuid: hosts.linux },
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.local]: {
          available_capacity: -142 * GIB,
          available_physical_capacity: -13 * GIB,
        },
        [primaryStorages.ceph]: { available_capacity: -20 * GIB },
      },
    },
    system_tags: {
      came: [
        'VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)',
        'VolumeVO volumes#2: capability::virtio-scsi',
      ],
    },
    vm_cd_roms: {
      came: [{ vm_instance_uuid: 'vm_instances#1', name: 'vm-vm_instances#1-cdRom', device_id: 0 }],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          image_uuid: images.linux,
          host_uuid: hosts.linux,
          last_host_uuid: hosts.linux,
          platform: 'Linux',
          architecture: 'x86_64',
          guest_os_type: 'g',
          virtio: 0,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: 2 * GIB,
          cpu_num: 2,
          state: 'Running',
          reserved_memory_size: 0,
          cpu_speed: 0,
        },
      ],
    },
    volumes: {
      came: [
        {
          name: 'ROOT-for-vm',
          description: 'Root volume for VM[uuid:vm_instances#1]',
          primary_storage_uuid: primaryStorages.local,
          vm_instance_uuid: 'vm_instances#1',
          root_image_uuid: images.linux,
          install_path: `/zstack_ps/rootVolumes/acct-${ADMIN}/vol-volumes#1/volumes#1.qcow2`,
          type: 'Root',
          format: 'qcow2',
          size: 40 * GIB,
          actual_size: GIB,
          device_id: 0,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'centos-7.9',
          layer_size: 0,
        },
        {
          name: 'DATA-for-vm-1',
          description: 'vm-vm_instances#1-data-volume',
          primary_storage_uuid: primaryStorages.local,
          vm_instance_uuid: 'vm_instances#1',
          install_path: `/zstack_ps/dataVolumes/acct-${ADMIN}/vol-volumes#2/volumes#2.qcow2`,
          type: 'Data',
          format: 'qcow2',
          size: GIB,
          actual_size: 0,
          device_id: 1,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'empty:volumes#2',
          layer_size: 0,
          last_attach_date: 'now',
        },
        {
          name: 'named',
          description: 'vm-vm_instances#1-data-volume',
          primary_storage_uuid: primaryStorages.ceph,
          vm_instance_uuid: 'vm_instances#1',
          disk_offering_uuid: offerings.disk,
          install_path: 'ceph://pool-vms/volumes#3',
          type: 'Data',
          format: 'raw',
          size: 20 * GIB,
          actual_size: 0,
          device_id: 2,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'empty:volumes#3',
          layer_size: 0,
          last_attach_date: 'now',
        },
        {
          name: 'DATA-for-vm-2',
          description: 'vm-vm_instances#1-data-volume',
          primary_storage_uuid: primaryStorages.local,
          vm_instance_uuid: 'vm_instances#1',
          root_image_uuid: OWN,
          install_path: `/zstack_ps/dataVolumes/acct-${ADMIN}/vol-volumes#4/volumes#4.qcow2`,
          type: 'Data',
          format: 'qcow2',
          size: 100 * GIB,
          actual_size: 12 * GIB,
          device_id: 3,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'web-1-data',
          layer_size: 12 * GIB,
          last_attach_date: 'now',
        },
      ],
      became: {
        [volumes.spareData]: {
          vm_instance_uuid: [null, 'vm_instances#1'],
          device_id: [null, 4],
          last_attach_date: [null, 'now'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});
