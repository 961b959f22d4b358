import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { GIB, takeSnapshot } from '../../support/volumes';

const { clusters, hosts, images, primaryStorages, vms, volumes, zone } = SEED;
const { ceph, local, nfs } = primaryStorages;

/*
 * All that becomes other with a primary storage that comes, goes, is attached or changed.
 */

const OWN = '0123456789ab4def8123456789abcdef';

test.each([
  [
    'local-storage',
    { url: '/new' },
    {
      primary_storages: {
        came: [
          {
            zone_uuid: zone,
            name: 'p',
            url: '/new',
            description: 'd',
            type: 'LocalStorage',
            state: 'Enabled',
            status: 'Connected',
            mount_path: '/new',
            total_capacity: 4096 * GIB,
            available_capacity: 4096 * GIB,
            total_physical_capacity: 4096 * GIB,
            available_physical_capacity: 4096 * GIB,
            system_used_capacity: 0,
            is_reachable: 1,
          },
        ],
      },
      user_tags: { came: ['PrimaryStorageVO primary_storages#1: mine'] },
    },
  ],
  [
    'nfs',
    { url: '10.0.0.1:/x' },
    {
      primary_storages: {
        came: [
          {
            zone_uuid: zone,
            name: 'p',
            url: '10.0.0.1:/x',
            description: 'd',
            type: 'NFS',
            state: 'Enabled',
            status: 'Disconnected',
            mount_path: '/opt/zstack/nfsprimarystorage/prim-primary_storages#1',
            total_capacity: 4096 * GIB,
            available_capacity: 4096 * GIB,
            total_physical_capacity: 4096 * GIB,
            available_physical_capacity: 4096 * GIB,
            system_used_capacity: 0,
            is_reachable: 1,
          },
        ],
      },
      user_tags: { came: ['PrimaryStorageVO primary_storages#1: mine'] },
    },
  ],
  [
    'smp',
    { url: '/x' },
    {
      primary_storages: {
        came: [
          {
            zone_uuid: zone,
            name: 'p',
            url: '/x',
            description: 'd',
            type: 'SharedMountPoint',
            state: 'Enabled',
            status: 'Disconnected',
            mount_path: '/x',
            total_capacity: 4096 * GIB,
            available_capacity: 4096 * GIB,
            total_physical_capacity: 4096 * GIB,
            available_physical_capacity: 4096 * GIB,
            system_used_capacity: 0,
            is_reachable: 1,
          },
        ],
      },
      user_tags: { came: ['PrimaryStorageVO primary_storages#1: mine'] },
    },
  ],
  [
    'ceph',
    {
      monUrls: ['u:p@mon-1:2222/?monPort=6790', 'root:p@mon-2'],
      rootVolumePoolName: 'roots',
    },
    {
      ceph_primary_storage_mons: {
        came: [
          {
            primary_storage_uuid: 'primary_storages#1',
            hostname: 'mon-1',
            mon_port: 6790,
            ssh_username: 'u',
            ssh_port: 2222,
          },
          {
            primary_storage_uuid: 'primary_storages#1',
            hostname: 'mon-2',
            mon_port: 6789,
            ssh_username: 'root',
            ssh_port: 22,
          },
        ],
      },
      ceph_primary_storage_pools: {
        came: [
          { primary_storage_uuid: 'primary_storages#1', pool_name: 'roots', type: 'Root' },
          {
            primary_storage_uuid: 'primary_storages#1',
            pool_name: 'pri-v-d-primary_storages#1',
            type: 'Data',
          },
          {
            primary_storage_uuid: 'primary_storages#1',
            pool_name: 'pri-c-primary_storages#1',
            type: 'ImageCache',
          },
        ],
      },
      primary_storages: {
        came: [
          {
            zone_uuid: zone,
            name: 'p',
            url: 'not used',
            description: 'd',
            type: 'Ceph',
            state: 'Enabled',
            status: 'Connected',
            mount_path: 'Ceph',
            fsid: '96968acc-adf1-5627-8afa-16510b9d73a9',
            total_capacity: 4096 * GIB,
            available_capacity: 4096 * GIB,
            total_physical_capacity: 4096 * GIB,
            available_physical_capacity: 4096 * GIB,
            system_used_capacity: 0,
            is_reachable: 1,
            root_volume_pool: 'roots',
            data_volume_pool: 'pri-v-d-primary_storages#1',
            image_cache_pool: 'pri-c-primary_storages#1',
          },
        ],
      },
      user_tags: { came: ['PrimaryStorageVO primary_storages#1: mine'] },
    },
  ],
  [
    'simulators',
    {
      url: 'x',
      totalCapacity: 100,
      availableCapacity: 90,
      totalPhysicalCapacity: 50,
      availablePhysicalCapacity: 40,
    },
    {
      primary_storages: {
        came: [
          {
            zone_uuid: zone,
            name: 'p',
            url: 'x',
            description: 'd',
            type: 'SimulatorPrimaryStorage',
            state: 'Enabled',
            status: 'Connected',
            mount_path: 'x',
            total_capacity: 100,
            available_capacity: 90,
            total_physical_capacity: 50,
            available_physical_capacity: 40,
            system_used_capacity: 10,
            is_reachable: 1,
          },
        ],
      },
      user_tags: { came: ['PrimaryStorageVO primary_storages#1: mine'] },
    },
  ],
])('a storage of kind %s comes', async (type, params, expected) => {
  const emulator = await TestEmulator.start();
  const add = () =>
    emulator.make('POST', `/primary-storage/${type}`, {
      params: { name: 'p', description: 'd', zoneUuid: zone, ...params },
      userTags: ['mine'],
    });
  expect(await changesOf(emulator, add)).toEqual(expected);
});

test('a storage takes along what lies on it', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(
    'PUT',
    `/resource-configurations/primaryStorage/reservedCapacity/${ceph}/actions`,
    { updateResourceConfig: { value: '2G' } },
  );
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'PrimaryStorageVO', resourceUuid: ceph, tag: 'mine' },
  });
  await emulator.make('POST', '/volumes/data', {
    params: { name: 'd', diskSize: GIB, primaryStorageUuid: ceph, resourceUuid: OWN },
  });
  const { uuid } = await takeSnapshot(emulator, 's', OWN);
  await emulator.control('POST', `/volumes/${OWN}/writes`, { bytes: GIB });
  await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} });
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'vm',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: images.windows,
      zoneUuid: zone,
      primaryStorageUuidForRootVolume: ceph,
      resourceUuid: '0123456789ab4def9123456789abcdef',
    },
  });
  await emulator.make('DELETE', `/clusters/${clusters.used}/primary-storage/${ceph}`);
  const remove = () => emulator.call('DELETE', `/primary-storage/${ceph}`);
  expect(await changesOf(emulator, remove)).toEqual({
    account_resource_refs: {
      went: [
        vms.runningArmOnCeph,
        volumes.runningArmOnCeph,
        OWN,
        'made#2',
        'made#1',
        '0123456789ab4def9123456789abcdef',
        'made#3',
      ],
    },
    ceph_primary_storage_mons: { went: ['21e968a4ac235f7d954b8c8392409aa5'] },
    ceph_primary_storage_pools: {
      went: [
        'a231e44fc076573ea55fe46018e1e8db',
        '3f4e555bac6055d89ce108a991573cc0',
        'edd4b8cd01265ff9a6537ab536716ffe',
      ],
    },
    image_caches: { went: ['1'] },
    primary_storages: { went: ['ceph-1'] },
    system_tags: { went: ['bootMode::UEFI', 'syncPorts::0123456789ab4def9123456789abcdef'] },
    user_tags: { went: ['mine'] },
    vm_cd_roms: {
      went: [`vm-${vms.runningArmOnCeph}-cdRom`, 'vm-0123456789ab4def9123456789abcdef-cdRom'],
    },
    vm_instances: { went: ['arm-1', 'vm'] },
    volume_snapshot_trees: { went: ['made#2'] },
    volume_snapshots: { went: ['s'] },
    volumes: { went: ['ROOT-for-arm-1', 'd', 'ROOT-for-vm'] },
  });
});

test('a storage leaves a cluster, whose VMs are stopped, and comes back', async () => {
  const emulator = await TestEmulator.start();
  const start = { startVmInstance: {} };
  await emulator.make('PUT', `/vm-instances/${vms.stoppedWindows}/actions`, start);
  const path = `/clusters/${clusters.used}/primary-storage/${nfs}`;
  expect(await changesOf(emulator, () => emulator.make('DELETE', path))).toEqual({
    primary_storage_clusters: { went: [`${primaryStorages.nfs}/${clusters.used}`] },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          status: ['Connected', 'Disconnected'],
          last_op_date: ['before', 'now'],
        },
      },
    },
    system_tags: { came: [`VmInstanceVO ${vms.stoppedWindows}: qemuga`] },
    vm_instances: {
      became: {
        [vms.stoppedWindows]: {
          host_uuid: [hosts.linux, null],
          state: ['Running', 'Stopped'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  expect(await changesOf(emulator, () => emulator.make('POST', path, {}))).toEqual({
    primary_storage_clusters: {
      came: [{ primary_storage_uuid: primaryStorages.nfs, cluster_uuid: clusters.used }],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          status: ['Disconnected', 'Connected'],
          last_op_date: ['meanwhile', 'now'],
        },
      },
    },
  });
});

test('a storage that goes into maintenance stops the VMs on it', async () => {
  const emulator = await TestEmulator.start();
  const maintain = () =>
    emulator.call('PUT', `/primary-storage/${local}/actions`, {
      changePrimaryStorageState: { stateEvent: 'maintain' },
    });
  expect(await changesOf(emulator, maintain)).toEqual({
    primary_storages: {
      became: {
        [primaryStorages.local]: {
          state: ['Enabled', 'Maintenance'],
          last_op_date: ['before', 'now'],
        },
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
      },
    },
  });
});

test('a Ceph storage gets a pool and a monitor, and loses all monitors', async () => {
  const emulator = await TestEmulator.start();
  const pool = { poolName: 'n', aliasName: 'a', description: 'd', type: 'Data', isCreate: true };
  const add = () => emulator.make('POST', `/primary-storage/ceph/${ceph}/pools`, { params: pool });
  expect(await changesOf(emulator, add)).toEqual({
    ceph_primary_storage_pools: {
      came: [
        {
          primary_storage_uuid: primaryStorages.ceph,
          pool_name: 'n',
          alias_name: 'a',
          description: 'd',
          type: 'Data',
        },
      ],
    },
  });
  const params = { monUrls: ['u:p@mon-1:2222/?monPort=6790'] };
  const mon = () => emulator.make('POST', `/primary-storage/ceph/${ceph}/mons`, { params });
  expect(await changesOf(emulator, mon)).toEqual({
    ceph_primary_storage_mons: {
      came: [
        {
          primary_storage_uuid: primaryStorages.ceph,
          hostname: 'mon-1',
          mon_port: 6790,
          ssh_username: 'u',
          ssh_port: 2222,
        },
      ],
    },
  });
  const names = 'monHostnames=mon-1&monHostnames=192.168.1.41';
  const remove = () => emulator.make('DELETE', `/primary-storage/ceph/${ceph}/mons?${names}`);
  expect(await changesOf(emulator, remove)).toEqual({
    ceph_primary_storage_mons: { went: ['21e968a4ac235f7d954b8c8392409aa5', 'made#1'] },
    primary_storages: {
      became: {
        [primaryStorages.ceph]: {
          status: ['Connected', 'Disconnected'],
          is_reachable: [1, 0],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});
