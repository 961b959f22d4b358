import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { ADMIN, GIB, takeSnapshot, writeTo } from '../../support/volumes';

const { clusters, hosts, primaryStorages, vms, volumes, zone } = SEED;

/*
 * All rows that come with a VM of a volume or of snapshots, and all that become others by it.
 */

const VM = { name: 'vm', cpuNum: 1, memorySize: GIB, zoneUuid: zone };

test('a VM of a volume that has a snapshot', async () => {
  const emulator = await TestEmulator.start();
  await takeSnapshot(emulator, 's');
  const changes = await changesOf(emulator, () =>
    emulator.make('POST', '/vm-instances/from/volume', {
      params: { ...VM, volumeUuid: volumes.spareData },
    }),
  );
  expect(changes).toEqual({
    account_resource_refs: { came: [`VmInstanceVO vm_instances#1 is of ${ADMIN}`] },
    system_tags: { came: ['VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)'] },
    vm_cd_roms: {
      came: [{ vm_instance_uuid: 'vm_instances#1', name: 'vm-vm_instances#1-cdRom', device_id: 0 }],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          host_uuid: hosts.linux,
          last_host_uuid: hosts.linux,
          platform: 'Linux',
          architecture: 'x86_64',
          guest_os_type: 'Linux',
          virtio: 0,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: GIB,
          cpu_num: 1,
          state: 'Running',
          reserved_memory_size: 0,
          cpu_speed: 0,
        },
      ],
    },
    volume_snapshots: {
      became: {
        'made#1': {
          primary_storage_install_path: [
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-${volumes.spareData}/${volumes.spareData}.qcow2`,
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.spareData}/${volumes.spareData}.qcow2`,
          ],
          volume_type: ['Data', 'Root'],
        },
      },
    },
    volumes: {
      became: {
        [volumes.spareData]: {
          vm_instance_uuid: [null, 'vm_instances#1'],
          install_path: [
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-${volumes.spareData}/snapshots/made#1.qcow2`,
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.spareData}/snapshots/made#1.qcow2`,
          ],
          type: ['Data', 'Root'],
          device_id: [null, 0],
          last_attach_date: [null, 'now'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});

test('a VM of a snapshot', async () => {
  const emulator = await TestEmulator.start();
  await writeTo(emulator, GIB);
  const { uuid } = await takeSnapshot(emulator, 's');
  const changes = await changesOf(emulator, () =>
    emulator.make('POST', `/vm-instances/from/volume-snapshots/${uuid}`, {
      params: { ...VM, rootVolumeSystemTags: ['packer'] },
    }),
  );
  expect(changes).toEqual({
    account_resource_refs: {
      came: [`VmInstanceVO vm_instances#1 is of ${ADMIN}`, `VolumeVO volumes#1 is of ${ADMIN}`],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          available_capacity: -50 * GIB,
          available_physical_capacity: -1_073_946_624,
        },
      },
    },
    system_tags: {
      came: [
        'VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)',
        'VolumeVO volumes#1: packer',
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
          host_uuid: hosts.linux,
          last_host_uuid: hosts.linux,
          platform: 'Linux',
          architecture: 'x86_64',
          guest_os_type: 'Linux',
          virtio: 0,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: GIB,
          cpu_num: 1,
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
          primary_storage_uuid: primaryStorages.nfs,
          vm_instance_uuid: 'vm_instances#1',
          install_path: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-volumes#1/volumes#1.qcow2`,
          type: 'Root',
          format: 'qcow2',
          size: 50 * GIB,
          actual_size: 1_073_946_624,
          device_id: 0,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'written:made#1',
          layer_size: 1_073_946_624,
        },
      ],
    },
  });
});

test('a VM of a group of snapshots, that is not started', async () => {
  const emulator = await TestEmulator.start();
  const attach = `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`;
  await emulator.make('POST', attach, { params: {} });
  const { uuid } = await emulator.make('POST', '/volume-snapshots/group', {
    params: { rootVolumeUuid: volumes.stoppedWindows, name: 'g' },
  });
  const changes = await changesOf(emulator, () =>
    emulator.make('POST', `/vm-instances/from/volume-snapshots/group/${uuid}`, {
      params: { ...VM, strategy: 'CreateStopped' },
    }),
  );
  expect(changes).toEqual({
    account_resource_refs: {
      came: [
        `VmInstanceVO vm_instances#1 is of ${ADMIN}`,
        `VolumeVO volumes#1 is of ${ADMIN}`,
        `VolumeVO volumes#2 is of ${ADMIN}`,
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          available_capacity: -130 * GIB,
          available_physical_capacity: -18_253_815_808,
        },
      },
    },
    system_tags: { came: ['VmInstanceVO vm_instances#1: syncPorts::vm_instances#1 (inherent)'] },
    vm_cd_roms: {
      came: [{ vm_instance_uuid: 'vm_instances#1', name: 'vm-vm_instances#1-cdRom', device_id: 0 }],
    },
    vm_instances: {
      came: [
        {
          name: 'vm',
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          last_host_uuid: hosts.linux,
          platform: 'Windows',
          architecture: 'x86_64',
          guest_os_type: 'Windows Server 2019',
          virtio: 0,
          type: 'UserVm',
          hypervisor_type: 'KVM',
          memory_size: GIB,
          cpu_num: 1,
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
          primary_storage_uuid: primaryStorages.nfs,
          vm_instance_uuid: 'vm_instances#1',
          install_path: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-volumes#1/volumes#1.qcow2`,
          type: 'Root',
          format: 'qcow2',
          size: 80 * GIB,
          actual_size: 17 * GIB,
          device_id: 0,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'ROOT-for-win-1',
          layer_size: 17 * GIB,
        },
        {
          name: 'DATA-for-vm',
          description: 'DataVolume-vm_instances#1',
          primary_storage_uuid: primaryStorages.nfs,
          vm_instance_uuid: 'vm_instances#1',
          install_path: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-volumes#2/volumes#2.qcow2`,
          type: 'Data',
          format: 'qcow2',
          size: 50 * GIB,
          actual_size: 204_800,
          device_id: 1,
          state: 'Enabled',
          status: 'Ready',
          is_shareable: 0,
          content_id: 'spare',
          layer_size: 204_800,
          last_attach_date: 'now',
        },
      ],
    },
  });
});
