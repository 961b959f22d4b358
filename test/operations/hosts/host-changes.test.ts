import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { addHost, answers, movableVm } from '../../support/hosts';
import { GIB } from '../../support/volumes';

const { clusters, hosts, primaryStorages, vms, volumes, zone } = SEED;

/*
 * All that becomes other with a host that comes, goes, is lost or found.
 */

const OWN = '0123456789ab4def8123456789abcdef';
const cluster = (emulator: TestEmulator, hypervisorType: string) =>
  emulator.make('POST', '/clusters', {
    params: { name: 'c', zoneUuid: zone, hypervisorType, resourceUuid: OWN },
  });

test('a host of kind KVM comes to others', async () => {
  const emulator = await TestEmulator.start();
  const params = {
    name: 'h',
    description: 'd',
    managementIp: '10.0.0.9',
    clusterUuid: clusters.used,
    username: 'u',
    password: 'p',
    sshPort: 2222,
  };
  const add = () => emulator.make('POST', '/hosts/kvm', { params, userTags: ['mine'] });
  expect(await changesOf(emulator, add)).toEqual({
    clusters: {
      became: {
        [clusters.used]: { architecture: [null, 'x86_64'], last_op_date: ['before', 'now'] },
      },
    },
    hosts: {
      came: [
        {
          zone_uuid: zone,
          cluster_uuid: clusters.used,
          name: 'h',
          description: 'd',
          management_ip: '10.0.0.9',
          hypervisor_type: 'KVM',
          state: 'Enabled',
          status: 'Connected',
          cpu_num: 32,
          cpu_sockets: 2,
          memory_size: 128 * GIB,
          architecture: 'x86_64',
          username: 'u',
          ssh_port: 2222,
          is_reachable: 1,
        },
      ],
    },
    user_tags: { came: ['HostVO hosts#1: mine'] },
  });
});

test('a host that comes first to a cluster says what that is, and mounts its storages', async () => {
  const emulator = await TestEmulator.start();
  for (const uuid of [hosts.linux, hosts.arm]) await answers(emulator, uuid, false);
  await cluster(emulator, 'KVM');
  for (const uuid of [primaryStorages.nfs, primaryStorages.local]) {
    await emulator.make('POST', `/clusters/${OWN}/primary-storage/${uuid}`, {});
  }
  const add = () => addHost(emulator, 'h', { clusterUuid: OWN });
  expect(await changesOf(emulator, add)).toEqual({
    clusters: {
      became: { [OWN]: { architecture: [null, 'x86_64'], last_op_date: ['before', 'now'] } },
    },
    hosts: {
      came: [
        {
          zone_uuid: zone,
          cluster_uuid: OWN,
          name: 'h',
          management_ip: 'h.example',
          hypervisor_type: 'KVM',
          state: 'Enabled',
          status: 'Connected',
          cpu_num: 32,
          cpu_sockets: 2,
          memory_size: 128 * GIB,
          architecture: 'x86_64',
          username: 'root',
          ssh_port: 22,
          is_reachable: 1,
        },
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          status: ['Disconnected', 'Connected'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});

test('a host that is only pretended has what the call says', async () => {
  const emulator = await TestEmulator.start();
  await cluster(emulator, 'Simulator');
  const params = {
    name: 'h',
    managementIp: '10.0.0.9',
    clusterUuid: OWN,
    cpuCapacity: 10,
    memoryCapacity: GIB,
  };
  const add = () => emulator.make('POST', '/hosts/simulators', { params });
  expect(await changesOf(emulator, add)).toEqual({
    clusters: {
      became: { [OWN]: { architecture: [null, 'x86_64'], last_op_date: ['before', 'now'] } },
    },
    hosts: {
      came: [
        {
          zone_uuid: zone,
          cluster_uuid: OWN,
          name: 'h',
          management_ip: '10.0.0.9',
          hypervisor_type: 'Simulator',
          state: 'Enabled',
          status: 'Connected',
          cpu_num: 10,
          cpu_sockets: 0,
          memory_size: GIB,
          architecture: 'x86_64',
          is_reachable: 1,
        },
      ],
    },
  });
});

test('a host takes along what is only there', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call('PUT', `/resource-configurations/kvm/reservedMemory/${hosts.linux}/actions`, {
    updateResourceConfig: { value: '2G' },
  });
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'HostVO', resourceUuid: hosts.linux, tag: 'mine' },
  });
  await emulator.make('POST', '/volumes/data', {
    params: {
      name: 'd',
      diskSize: GIB,
      primaryStorageUuid: primaryStorages.local,
      resourceUuid: OWN,
    },
    systemTags: [`localStorage::hostUuid::${hosts.linux}`],
  });
  await emulator.make('POST', `/volumes/${OWN}/vm-instances/${vms.runningLinux}`, {});
  await movableVm(emulator, hosts.linux);
  const remove = () => emulator.call('DELETE', `/hosts/${hosts.linux}`);
  expect(await changesOf(emulator, remove)).toEqual({
    account_resource_refs: { went: [volumes.data, OWN] },
    eips: {
      became: {
        '1e000000000040008000000000000001': {
          vm_nic_uuid: ['e1c00000000040008000000000000001', null],
          guest_ip: ['10.1.0.11', null],
          last_op_date: ['before', 'now'],
        },
      },
    },
    hosts: { went: ['host-1'] },
    local_volumes: {
      went: [
        volumes.runningLinux,
        volumes.paused,
        volumes.starting,
        volumes.alice,
        volumes.disabled,
        volumes.data,
        OWN,
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.local]: {
          available_capacity: 101 * GIB,
          available_physical_capacity: 12 * GIB,
        },
      },
    },
    resource_configs: { went: ['reservedMemory'] },
    system_tags: { went: [`localStorage::hostUuid::${hosts.linux}`] },
    used_ips: { went: ['dd65bc9e3b0858f8bc15d30c51178dc1'] },
    user_tags: { went: ['mine'] },
    vm_cd_roms: {
      became: {
        a9c4a226aa855103a677ab911b66262f: { last_op_date: ['before', 'now'] },
        '1f519510894258029f1d56760a51a308': { last_op_date: ['before', 'now'] },
        '2ebb7d9e22505206bda10867fff695ae': { last_op_date: ['before', 'now'] },
        c8ab06d1811750879c596f1aa895d498: { last_op_date: ['before', 'now'] },
        '8c813e47202252b3831eb94a7d126bb9': { last_op_date: ['before', 'now'] },
      },
    },
    vm_instances: {
      became: {
        [vms.runningLinux]: {
          host_uuid: [hosts.linux, null],
          last_host_uuid: [hosts.linux, null],
          state: ['Running', 'Destroyed'],
          last_op_date: ['before', 'now'],
        },
        [vms.stoppedWindows]: { last_host_uuid: [hosts.linux, null] },
        a0000000000040008000000000000004: {
          host_uuid: [hosts.linux, null],
          last_host_uuid: [hosts.linux, null],
          state: ['Paused', 'Destroyed'],
          last_op_date: ['before', 'now'],
        },
        a0000000000040008000000000000005: {
          state: ['Starting', 'Destroyed'],
          last_op_date: ['before', 'now'],
        },
        a0000000000040008000000000000007: {
          host_uuid: [hosts.linux, null],
          last_host_uuid: [hosts.linux, null],
          state: ['Running', 'Destroyed'],
          last_op_date: ['before', 'now'],
        },
        a0000000000040008000000000000008: {
          state: ['Stopped', 'Destroyed'],
          last_op_date: ['before', 'now'],
        },
        'made#1': {
          host_uuid: [hosts.linux, null],
          last_host_uuid: [hosts.linux, null],
          state: ['Running', 'Stopped'],
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
      went: ['web-1-data', 'd'],
      became: {
        [volumes.runningLinux]: { status: ['Ready', 'Deleted'], last_op_date: ['before', 'now'] },
        [volumes.paused]: { status: ['Ready', 'Deleted'], last_op_date: ['before', 'now'] },
        [volumes.starting]: { status: ['Ready', 'Deleted'], last_op_date: ['before', 'now'] },
        [volumes.alice]: { status: ['Ready', 'Deleted'], last_op_date: ['before', 'now'] },
        [volumes.disabled]: { status: ['Ready', 'Deleted'], last_op_date: ['before', 'now'] },
      },
    },
  });
});

test('hosts are lost one after the other, and found', async () => {
  const emulator = await TestEmulator.start();
  const lose = (uuid: string) => () => answers(emulator, uuid, false);
  expect(await changesOf(emulator, lose(hosts.linux))).toEqual({
    hosts: {
      became: {
        [hosts.linux]: {
          status: ['Connected', 'Disconnected'],
          last_op_date: ['before', 'now'],
          is_reachable: [1, 0],
        },
      },
    },
    vm_instances: {
      became: {
        [vms.runningLinux]: { state: ['Running', 'Unknown'], last_op_date: ['before', 'now'] },
        a0000000000040008000000000000004: {
          state: ['Paused', 'Unknown'],
          last_op_date: ['before', 'now'],
        },
        a0000000000040008000000000000007: {
          state: ['Running', 'Unknown'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  expect(await changesOf(emulator, lose(hosts.arm))).toEqual({
    hosts: {
      became: {
        [hosts.arm]: {
          status: ['Connected', 'Disconnected'],
          last_op_date: ['before', 'now'],
          is_reachable: [1, 0],
        },
      },
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          status: ['Connected', 'Disconnected'],
          last_op_date: ['before', 'now'],
        },
        [primaryStorages.inMaintenance]: {
          status: ['Connected', 'Disconnected'],
          last_op_date: ['before', 'now'],
        },
      },
    },
    vm_instances: {
      became: {
        [vms.runningArmOnCeph]: { state: ['Running', 'Unknown'], last_op_date: ['before', 'now'] },
      },
    },
  });
  await answers(emulator, hosts.linux, true);
  const find = async () => emulator.advance(3_600_000);
  expect(await changesOf(emulator, find)).toEqual({
    hosts: {
      became: {
        [hosts.linux]: {
          status: ['Disconnected', 'Connected'],
          last_op_date: ['meanwhile', '59 s later'],
        },
      },
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          status: ['Disconnected', 'Connected'],
          last_op_date: ['meanwhile', '59 s later'],
        },
        [primaryStorages.inMaintenance]: {
          status: ['Disconnected', 'Connected'],
          last_op_date: ['meanwhile', '59 s later'],
        },
      },
    },
    vm_instances: {
      became: {
        [vms.runningLinux]: {
          state: ['Unknown', 'Running'],
          last_op_date: ['meanwhile', '59 s later'],
        },
        a0000000000040008000000000000004: {
          state: ['Unknown', 'Running'],
          last_op_date: ['meanwhile', '59 s later'],
        },
        a0000000000040008000000000000007: {
          state: ['Unknown', 'Running'],
          last_op_date: ['meanwhile', '59 s later'],
        },
      },
    },
  });
});

test('VMs leave a host that goes into maintenance', async () => {
  const emulator = await TestEmulator.start();
  await movableVm(emulator, hosts.linux);
  await addHost(emulator);
  const maintain = () =>
    emulator.call('PUT', `/hosts/${hosts.linux}/actions`, {
      changeHostState: { stateEvent: 'maintain' },
    });
  expect(await changesOf(emulator, maintain)).toEqual({
    hosts: {
      became: {
        [hosts.linux]: { state: ['Enabled', 'Maintenance'], last_op_date: ['before', 'now'] },
      },
    },
    vm_instances: {
      became: {
        [vms.runningLinux]: {
          host_uuid: [hosts.linux, null],
          state: ['Running', 'Stopped'],
          last_op_date: ['before', 'now'],
        },
        a0000000000040008000000000000004: {
          host_uuid: [hosts.linux, null],
          state: ['Paused', 'Stopped'],
          last_op_date: ['before', 'now'],
        },
        a0000000000040008000000000000007: {
          host_uuid: [hosts.linux, null],
          state: ['Running', 'Stopped'],
          last_op_date: ['before', 'now'],
        },
        'made#1': { host_uuid: [hosts.linux, 'made#2'], last_op_date: ['before', 'now'] },
      },
    },
  });
});
