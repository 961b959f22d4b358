import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { ADMIN, GIB } from '../../support/volumes';

const { clusters, hosts, images, l3Network, publicNetwork } = SEED;
const { offerings, primaryStorages, zone } = SEED;

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

test('a VM of an image on local storage, with data volumes, NICs, drives, keys and tags', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', '/ssh-key-pair', {
    params: {
      name: 'k',
      publicKey: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@here',
      resourceUuid: OWN,
    },
  });
  const call = create(
    {
      description: 'd',
      reservedMemorySize: GIB,
      imageUuid: images.linux,
      l3NetworkUuids: [l3Network, publicNetwork],
      defaultL3NetworkUuid: publicNetwork,
      vmNicParams: JSON.stringify([
        { l3NetworkUuid: publicNetwork, state: 'disable', driverType: 'e1000' },
      ]),
      primaryStorageUuidForRootVolume: primaryStorages.local,
      dataDiskOfferingUuids: [offerings.disk],
      dataDiskSizes: [GIB],
      rootVolumeSystemTags: ['packer', 'capability::virtio-scsi', 'packer'],
      dataVolumeSystemTags: ['capability::virtio-scsi'],
      dataVolumeSystemTagsOnIndex: { '1': ['packer'] },
      sshKeyPairUuids: [OWN],
    },
    [
      'hostname::a',
      `cdroms::${images.iso}::Empty::None`,
      `staticIp::${l3Network}::10.1.0.77`,
      `staticIp::${publicNetwork}::172.20.0.77`,
      `customMac::${l3Network}::fa:00:00:00:00:01`,
      `customMac::${publicNetwork}::fa:00:00:00:00:02`,
    ],
  );
  expect(await changesOf(emulator, () => emulator.make(...call))).toEqual({
    account_resource_refs: {
      came: [
        `VmInstanceVO vm_instances#1 is of ${ADMIN}`,
        `VolumeVO volumes#1 is of ${ADMIN}`,
        `VolumeVO volumes#2 is of ${ADMIN}`,
        `VolumeVO volumes#3 is of ${ADMIN}`,
        `VmNicVO vm_nics#1 is of ${ADMIN}`,
        `VmNicVO vm_nics#2 is of ${ADMIN}`,
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
    local_volumes: { came: [{ volume_uuid: 'volumes#1', host_uuid: hosts.linux }] },
    primary_storages: {
      became: {
        [primaryStorages.local]: {
          available_capacity: -41 * GIB,
          available_physical_capacity: -GIB,
        },
        [primaryStorages.ceph]: { available_capacity: -21 * GIB },
      },
    },
    ssh_key_pair_vms: { came: [{ ssh_key_pair_uuid: OWN, vm_instance_uuid: 'vm_instances#1' }] },
    system_tags: {
      came: [
        'VmInstanceVO vm_instances#1: hostname::a',
        `VmInstanceVO vm_instances#1: cdroms::${images.iso}::Empty::None`,
        `VmInstanceVO vm_instances#1: staticIp::${l3Network}::10.1.0.77`,
        `VmInstanceVO vm_instances#1: staticIp::${publicNetwork}::172.20.0.77`,
        `VmInstanceVO vm_instances#1: ipv4Netmask::${l3Network}::255.255.252.0`,
        `VmInstanceVO vm_instances#1: ipv4Gateway::${l3Network}::10.1.0.1`,
        `VmInstanceVO vm_instances#1: ipv4Netmask::${publicNetwork}::255.255.255.0`,
        `VmInstanceVO vm_instances#1: ipv4Gateway::${publicNetwork}::172.20.0.1`,
        'VmInstanceVO vm_instances#1: driver::virtio',
        'VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)',
        'VolumeVO volumes#1: packer',
        'VolumeVO volumes#1: capability::virtio-scsi',
        'VolumeVO volumes#2: capability::virtio-scsi',
        'VolumeVO volumes#3: capability::virtio-scsi',
        'VolumeVO volumes#3: packer',
      ],
    },
    used_ips: {
      came: [
        {
          ip_range_uuid: '13a00000000040008000000000000001',
          l3_network_uuid: l3Network,
          ip_version: 4,
          ip: '10.1.0.77',
          netmask: '255.255.252.0',
          gateway: '10.1.0.1',
          ip_in_long: 167_837_773,
          vm_nic_uuid: 'vm_nics#1',
          ip_key: '40a01004d',
        },
        {
          ip_range_uuid: '13a00000000040008000000000000002',
          l3_network_uuid: publicNetwork,
          ip_version: 4,
          ip: '172.20.0.77',
          netmask: '255.255.255.0',
          gateway: '172.20.0.1',
          ip_in_long: 2_886_991_949,
          vm_nic_uuid: 'vm_nics#2',
          ip_key: '4ac14004d',
        },
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
        { vm_instance_uuid: 'vm_instances#1', name: 'vm-vm_instances#1-cdRom', device_id: 1 },
      ],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          description: 'd',
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          image_uuid: images.linux,
          host_uuid: hosts.linux,
          last_host_uuid: hosts.linux,
          platform: 'Linux',
          architecture: 'x86_64',
          guest_os_type: 'CentOS 7',
          virtio: 1,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: 2 * GIB,
          cpu_num: 2,
          state: 'Running',
          default_l3_network_uuid: publicNetwork,
          reserved_memory_size: GIB,
          cpu_speed: 0,
        },
      ],
    },
    vm_nics: {
      came: [
        {
          vm_instance_uuid: 'vm_instances#1',
          l3_network_uuid: l3Network,
          used_ip_uuid: 'used_ips#1',
          ip: '10.1.0.77',
          mac: 'fa:00:00:00:00:01',
          hypervisor_type: 'KVM',
          netmask: '255.255.252.0',
          gateway: '10.1.0.1',
          ip_version: 4,
          driver_type: 'virtio',
          internal_name: 'vnic9.0',
          device_id: 0,
          type: 'VNIC',
          state: 'enable',
        },
        {
          vm_instance_uuid: 'vm_instances#1',
          l3_network_uuid: publicNetwork,
          used_ip_uuid: 'used_ips#2',
          ip: '172.20.0.77',
          mac: 'fa:00:00:00:00:02',
          hypervisor_type: 'KVM',
          netmask: '255.255.255.0',
          gateway: '172.20.0.1',
          ip_version: 4,
          driver_type: 'e1000',
          internal_name: 'vnic9.1',
          device_id: 1,
          type: 'VNIC',
          state: 'disable',
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
          name: 'DATA-for-vm',
          description: 'DataVolume-vm_instances#1',
          primary_storage_uuid: primaryStorages.ceph,
          vm_instance_uuid: 'vm_instances#1',
          disk_offering_uuid: offerings.disk,
          install_path: 'ceph://pool-vms/volumes#2',
          type: 'Data',
          format: 'raw',
          size: 20 * GIB,
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
          name: 'DATA-for-vm',
          description: 'DataVolume-vm_instances#1',
          primary_storage_uuid: primaryStorages.ceph,
          vm_instance_uuid: 'vm_instances#1',
          install_path: 'ceph://pool-vms/volumes#3',
          type: 'Data',
          format: 'raw',
          size: GIB,
          actual_size: 0,
          device_id: 2,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'empty:volumes#3',
          layer_size: 0,
          last_attach_date: 'now',
        },
      ],
    },
  });
});

test('a VM that is only created has nothing but its tags, and the rest when it starts', async () => {
  const emulator = await TestEmulator.start();
  const call = create(
    {
      imageUuid: images.windows,
      strategy: 'JustCreate',
      clusterUuid: null,
      zoneUuid: zone,
      primaryStorageUuidForRootVolume: primaryStorages.nfs,
      resourceUuid: OWN,
    },
    ['createWithoutCdRom::TRUE'],
  );
  const created = await changesOf(emulator, () => emulator.make(...call));
  // What it is to become is kept with it.
  const [vm] = created['vm_instances']?.came ?? [];
  const { resourceUuid: kept, strategy } = JSON.parse(String(vm?.['creation']));
  expect([kept, strategy]).toEqual(['vm_instances#1', 'JustCreate']);
  expect({ ...created, vm_instances: { came: [{ ...vm, creation: '' }] } }).toEqual({
    account_resource_refs: { came: [`VmInstanceVO vm_instances#1 is of ${ADMIN}`] },
    system_tags: {
      came: [
        'VmInstanceVO vm_instances#1: createWithoutCdRom::TRUE',
        'VmInstanceVO vm_instances#1: bootMode::UEFI',
        'VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)',
      ],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          zone_uuid: zone,
          image_uuid: images.windows,
          platform: 'Windows',
          architecture: 'x86_64',
          guest_os_type: 'Windows Server 2019',
          virtio: 0,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: 2 * GIB,
          cpu_num: 2,
          state: 'Created',
          reserved_memory_size: 0,
          creation: '',
          cpu_speed: 0,
        },
      ],
    },
  });
  const start = ['PUT', `/vm-instances/${OWN}/actions`, { startVmInstance: {} }] as const;
  const started = await changesOf(emulator, () => emulator.make(...start));
  delete started['vm_instances']?.became?.[OWN]?.['creation'];
  expect(started).toEqual({
    account_resource_refs: { came: [`VolumeVO volumes#1 is of ${ADMIN}`] },
    image_caches: {
      came: [
        {
          id: 1,
          primary_storage_uuid: primaryStorages.nfs,
          image_uuid: images.windows,
          install_url: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/imagecache/template/${images.windows}/${images.windows}.qcow2`,
          media_type: 'RootVolumeTemplate',
          size: 11 * GIB,
          md5sum: 'not calculated',
          state: 'ready',
        },
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          available_capacity: -91 * GIB,
          available_physical_capacity: -11 * GIB,
        },
      },
    },
    vm_instances: {
      became: {
        [OWN]: {
          cluster_uuid: [null, clusters.used],
          host_uuid: [null, hosts.linux],
          last_host_uuid: [null, hosts.linux],
          state: ['Created', 'Running'],
          last_op_date: ['meanwhile', 'now'],
        },
      },
    },
    volumes: {
      came: [
        {
          name: 'ROOT-for-vm',
          description: `Root volume for VM[uuid:${OWN}]`,
          primary_storage_uuid: primaryStorages.nfs,
          vm_instance_uuid: OWN,
          root_image_uuid: images.windows,
          install_path: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-volumes#1/volumes#1.qcow2`,
          type: 'Root',
          format: 'qcow2',
          size: 80 * GIB,
          actual_size: 11 * GIB,
          device_id: 0,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'windows-2019',
          layer_size: 0,
        },
      ],
    },
  });
});
