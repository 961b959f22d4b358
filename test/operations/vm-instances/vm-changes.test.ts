import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { addHost, movableVm } from '../../support/hosts';
import { GIB } from '../../support/volumes';

const { hosts, images, primaryStorages, vms, volumes } = SEED;

/*
 * All that becomes other by what is done with a VM, and nothing else.
 */

/** The uuid of what a test makes beside. */
const OWN = '0123456789ab4def8123456789abcdef';
const act = (uuid: string, action: string, params: object = {}) =>
  ['PUT', `/vm-instances/${uuid}/actions`, { [action]: params }] as const;

test('a VM is destroyed, recovered and expunged', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/vm-instances/${vms.runningLinux}/iso/${images.iso}`, {});
  const destroy = () => emulator.call('DELETE', `/vm-instances/${vms.runningLinux}`);
  expect(await changesOf(emulator, destroy)).toEqual({
    eips: {
      became: {
        '1e000000000040008000000000000001': {
          vm_nic_uuid: ['e1c00000000040008000000000000001', null],
          guest_ip: ['10.1.0.11', null],
          last_op_date: ['before', 'now'],
        },
      },
    },
    used_ips: { went: ['dd65bc9e3b0858f8bc15d30c51178dc1'] },
    vm_cd_roms: {
      became: {
        a9c4a226aa855103a677ab911b66262f: {
          iso_uuid: [images.iso, null],
          iso_install_path: [`iso://${images.iso}`, null],
          last_op_date: ['before', 'now'],
        },
      },
    },
    vm_instances: {
      became: {
        [vms.runningLinux]: {
          host_uuid: [hosts.linux, null],
          state: ['Running', 'Destroyed'],
          last_op_date: ['before', 'now'],
        },
      },
    },
    vm_nics: {
      became: {
        e1c00000000040008000000000000001: {
          used_ip_uuid: ['dd65bc9e3b0858f8bc15d30c51178dc1', null],
          ip: ['10.1.0.11', null],
          netmask: ['255.255.252.0', null],
          gateway: ['10.1.0.1', null],
          last_op_date: ['before', 'now'],
        },
      },
    },
    volumes: {
      became: {
        [volumes.runningLinux]: { status: ['Ready', 'Deleted'], last_op_date: ['before', 'now'] },
        [volumes.data]: {
          vm_instance_uuid: [vms.runningLinux, null],
          device_id: [1, null],
          last_detach_date: [null, 'now'],
          last_vm_instance_uuid: [null, vms.runningLinux],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  const recover = () => emulator.make(...act(vms.runningLinux, 'recoverVmInstance'));
  expect(await changesOf(emulator, recover)).toEqual({
    vm_instances: {
      became: {
        [vms.runningLinux]: { state: ['Destroyed', 'Stopped'], last_op_date: ['meanwhile', 'now'] },
      },
    },
    volumes: {
      became: {
        [volumes.runningLinux]: {
          status: ['Deleted', 'Ready'],
          last_op_date: ['meanwhile', 'now'],
        },
      },
    },
  });
  await emulator.call('PUT', `/resource-configurations/vm/numa/${vms.runningLinux}/actions`, {
    updateResourceConfig: { value: 'true' },
  });
  await emulator.make('POST', '/volume-snapshots/group', {
    params: { rootVolumeUuid: volumes.runningLinux, name: 'g' },
  });
  await destroy();
  const expunge = () => emulator.call(...act(vms.runningLinux, 'expungeVmInstance'));
  expect(await changesOf(emulator, expunge)).toEqual({
    account_resource_refs: {
      went: [
        vms.runningLinux,
        'e1c00000000040008000000000000001',
        volumes.runningLinux,
        'made#2',
        'made#1',
        'made#3',
      ],
    },
    local_volumes: { went: [volumes.runningLinux] },
    primary_storages: {
      became: {
        [primaryStorages.local]: {
          available_capacity: 43 * GIB,
          available_physical_capacity: 3 * GIB,
        },
      },
    },
    resource_configs: { went: ['numa'] },
    system_tags: { went: ['qemuga'] },
    vm_cd_roms: { went: [`vm-${vms.runningLinux}-cdRom`] },
    vm_instances: { went: ['web-1'] },
    vm_nics: { went: ['e1c00000000040008000000000000001'] },
    volume_snapshot_group_refs: { went: ['made#1'] },
    volume_snapshot_groups: { went: ['g'] },
    volume_snapshot_trees: { went: ['made#2'] },
    volume_snapshots: { went: ['g-ROOT-for-web-1'] },
    volumes: { went: ['ROOT-for-web-1'] },
  });
});

test('a VM is stopped and started', async () => {
  const emulator = await TestEmulator.start();
  const stop = () => emulator.make(...act(vms.runningArmOnCeph, 'stopVmInstance'));
  expect(await changesOf(emulator, stop)).toEqual({
    vm_instances: {
      became: {
        [vms.runningArmOnCeph]: {
          host_uuid: [hosts.arm, null],
          state: ['Running', 'Stopped'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  const start = () => emulator.make(...act(vms.stoppedWindows, 'startVmInstance'));
  expect(await changesOf(emulator, start)).toEqual({
    vm_instances: {
      became: {
        [vms.stoppedWindows]: {
          host_uuid: [null, hosts.linux],
          state: ['Stopped', 'Running'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  await emulator.call('POST', `/vm-instances/${vms.stoppedWindows}/guest-tools`, { params: {} });
  const reboot = () => emulator.make(...act(vms.stoppedWindows, 'rebootVmInstance'));
  expect(await changesOf(emulator, reboot)).toEqual({
    system_tags: { came: [`VmInstanceVO ${vms.stoppedWindows}: qemuga`] },
    vm_instances: { became: { [vms.stoppedWindows]: { last_op_date: ['meanwhile', 'now'] } } },
  });
});

test('a VM that is paused goes to another host, and is resumed there', async () => {
  const emulator = await TestEmulator.start();
  const vm = await movableVm(emulator, hosts.linux);
  await emulator.make(...act(vm.uuid, 'pauseVmInstance'));
  const { uuid: hostUuid } = await addHost(emulator);
  const migrate = () => emulator.make(...act(vm.uuid, 'migrateVm', { hostUuid }));
  expect(await changesOf(emulator, migrate)).toEqual({
    system_tags: { came: ['VmInstanceVO made#1: vmPausedAfterMigrate'] },
    vm_instances: {
      became: { 'made#1': { host_uuid: [hosts.linux, 'made#2'], last_op_date: ['before', 'now'] } },
    },
  });
  const resume = () => emulator.make(...act(vm.uuid, 'resumeVmInstance'));
  expect(await changesOf(emulator, resume)).toEqual({
    system_tags: { went: ['vmPausedAfterMigrate'] },
    vm_instances: {
      became: { 'made#1': { state: ['Paused', 'Running'], last_op_date: ['meanwhile', 'now'] } },
    },
  });
});

test('a VM gets a drive, which becomes its first, and an ISO into it', async () => {
  const emulator = await TestEmulator.start();
  const params = { name: 'c', description: 'd', vmInstanceUuid: vms.runningLinux };
  await emulator.make(...act(vms.runningLinux, 'stopVmInstance'));
  const create = () =>
    emulator.make('POST', '/vm-instances/cdroms', { params: { ...params, resourceUuid: OWN } });
  expect(await changesOf(emulator, create)).toEqual({
    vm_cd_roms: {
      came: [{ vm_instance_uuid: vms.runningLinux, name: 'c', device_id: 1, description: 'd' }],
    },
  });
  const first = () =>
    emulator.make('PUT', `/vm-instances/${vms.runningLinux}/cdroms/${OWN}/actions`, {
      setVmInstanceDefaultCdRom: {},
    });
  expect(await changesOf(emulator, first)).toEqual({
    vm_cd_roms: {
      became: {
        a9c4a226aa855103a677ab911b66262f: { device_id: [0, 1], last_op_date: ['before', 'now'] },
        [OWN]: { device_id: [1, 0], last_op_date: ['meanwhile', 'now'] },
      },
    },
  });
  const attach = () =>
    emulator.make('POST', `/vm-instances/${vms.runningLinux}/iso/${images.iso}`, {});
  expect(await changesOf(emulator, attach)).toEqual({
    vm_cd_roms: {
      became: {
        [OWN]: {
          iso_uuid: [null, images.iso],
          iso_install_path: [null, `iso://${images.iso}`],
          last_op_date: ['meanwhile', 'now'],
        },
      },
    },
  });
  const second = await emulator.make('POST', '/vm-instances/cdroms', { params });
  const swap = () =>
    emulator.make(...act(vms.runningLinux, 'setVmBootOrder', { bootOrder: ['CdRom'] }));
  expect(second.deviceId).toBe(2);
  expect(await changesOf(emulator, swap)).toEqual({
    system_tags: { came: [`VmInstanceVO ${vms.runningLinux}: bootOrder::CdRom`] },
  });
});

test('a VM becomes what is said of it', async () => {
  const emulator = await TestEmulator.start();
  const params = {
    name: 'n',
    description: 'd',
    platform: 'Linux',
    guestOsType: 'g',
    cpuNum: 3,
    memorySize: 3 * GIB,
    reservedMemorySize: GIB,
  };
  const update = () => emulator.make(...act(vms.stoppedWindows, 'updateVmInstance', params));
  expect(await changesOf(emulator, update)).toEqual({
    vm_instances: {
      became: {
        [vms.stoppedWindows]: {
          name: ['win-1', 'n'],
          description: ['Stopped Windows', 'd'],
          platform: ['Windows', 'Linux'],
          guest_os_type: ['Windows Server 2019', 'g'],
          memory_size: [2 * GIB, 3 * GIB],
          cpu_num: [2, 3],
          last_op_date: ['before', 'now'],
          reserved_memory_size: [0, GIB],
        },
      },
    },
    vm_nics: {
      became: {
        e1c00000000040008000000000000002: {
          driver_type: ['e1000', 'virtio'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  await emulator.call(...act(vms.stoppedWindows, 'setVmHostname', { hostname: 'a' }));
  const rename = () =>
    emulator.call(...act(vms.stoppedWindows, 'setVmHostname', { hostname: 'b' }));
  expect(await changesOf(emulator, rename)).toEqual({
    system_tags: {
      came: [`VmInstanceVO ${vms.stoppedWindows}: hostname::b`],
      went: ['hostname::a'],
    },
  });
});
