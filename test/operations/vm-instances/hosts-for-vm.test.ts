import type { Json, TestEmulator } from '../../support/emulator';
import { startSeed } from '../../support/seeds';
import { put } from '../../support/volumes';

/*
 * The host that a VM starts on, or goes to: one of a place that is named, of its own cluster, or around its disks.
 */

const id = (kind: string, n: number) => `${kind}00000000400080000000000000${n}`.padEnd(32, '0');
const CLUSTERS = { one: id('c1000', 1), two: id('c1000', 2) } as const;
const HOSTS = { first: id('05700', 1), beside: id('05700', 2), second: id('05700', 3) } as const;
const ZONE = id('20ae0', 1);
const VMS = { off: id('a0000', 1), on: id('a0000', 2), far: id('a0000', 3) } as const;
const BOTH = id('b5000', 1);
const SECOND = id('b5000', 2);

const WORLD = `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z, uuid: ${ZONE} }]
clusters:
  - { name: one, zone: z, uuid: '${CLUSTERS.one}' }
  - { name: two, zone: z, uuid: '${CLUSTERS.two}' }
hosts:
  - { name: h1, cluster: one, uuid: '${HOSTS.first}' }
  - { name: h2, cluster: one, uuid: '${HOSTS.beside}' }
  - { name: h3, cluster: two, uuid: '${HOSTS.second}' }
primaryStorages:
  - { name: both, uuid: '${BOTH}', zone: z, type: NFS, url: 'h:/both', totalCapacity: 5T, clusterUuids: [one, two] }
  - { name: second, uuid: '${SECOND}', zone: z, type: NFS, url: 'h:/second', totalCapacity: 2T, clusterUuids: [two] }
backupStorages:
  - { name: a, type: ImageStoreBackupStorage, url: /a, zones: [z], totalCapacity: 10T }
vmInstances:
  - name: off
    uuid: '${VMS.off}'
    zone: z
    clusterUuid: one
    state: Stopped
    rootVolume: { name: root, primaryStorage: both, size: 1G, actualSize: 1M }
  - name: on
    uuid: '${VMS.on}'
    zone: z
    clusterUuid: one
    hostUuid: h1
    state: Running
    rootVolume: { name: root-2, primaryStorage: both, size: 1G, actualSize: 1M }
  - name: far
    uuid: '${VMS.far}'
    zone: z
    clusterUuid: two
    hostUuid: h3
    state: Running
    rootVolume: { name: root-3, primaryStorage: second, size: 1G, actualSize: 1M }
`;

const act = (name: keyof typeof VMS, action: string, params: object = {}) =>
  ['PUT', `/vm-instances/${VMS[name]}/actions`, { [action]: params }] as const;
const nameOf = (uuid: string) => Object.entries(HOSTS).find(([, one]) => one === uuid)?.[0];
const hosts = (emulator: TestEmulator, change: string, where: string) =>
  put(emulator, `update hosts set ${change} where name in (${where})`);
const storage = (emulator: TestEmulator, change: string, name = 'both') =>
  put(emulator, `update primary_storages set ${change} where name = '${name}'`);
const NOT_IN_USE =
  'cannot find available primary storage[state: Enabled or Disabled, status: Connected]. Check the state/status of primary storage and make sure they have been attached to clusters';

describe('a VM starts', () => {
  test.each<[string, object, string, string]>([
    ['in its own cluster where fewest VMs are', {}, '', 'beside'],
    ['on its last host', {}, `last_host_uuid = '${HOSTS.first}'`, 'first'],
    ['in the cluster that is named', { clusterUuid: CLUSTERS.two }, '', 'second'],
    ['on the host that is named', { hostUuid: HOSTS.first }, '', 'first'],
    [
      'on the host that is named, whatever its last one is',
      { hostUuid: HOSTS.second },
      `last_host_uuid = '${HOSTS.first}'`,
      'second',
    ],
    ['around its root volume where it has no cluster', {}, 'cluster_uuid = null', 'beside'],
  ])('%s', async (_what, params, change, host) => {
    const emulator = await startSeed(WORLD);
    if (change) put(emulator, `update vm_instances set ${change} where name = 'off'`);
    const vm = await emulator.make(...act('off', 'startVmInstance', params));
    const clusterUuid = host === 'second' ? CLUSTERS.two : CLUSTERS.one;
    expect(vm).toMatchObject({ state: 'Running', clusterUuid, zoneUuid: ZONE });
    expect([nameOf(vm.hostUuid), vm.lastHostUuid !== null]).toEqual([host, true]);
  });

  test.each<[string, object, string]>([
    ['one', {}, `clusterUuid in [${CLUSTERS.one}] hypervisorType=KVM `],
    ['two', { clusterUuid: CLUSTERS.two }, `clusterUuid in [${CLUSTERS.two}] hypervisorType=KVM `],
    [
      'first',
      { hostUuid: HOSTS.first, clusterUuid: CLUSTERS.two },
      `hostUuid=${HOSTS.first} hypervisorType=KVM `,
    ],
    ['any', {}, ''],
  ])('nowhere where no host of %s is up to it', async (place, params, asked) => {
    for (const change of [`state = 'Disabled'`, `status = 'Disconnected'`]) {
      const emulator = await startSeed(WORLD);
      if (place === 'any') {
        put(emulator, `update vm_instances set cluster_uuid = null where name = 'off'`);
      }
      hosts(emulator, change, `'h1', 'h2', 'h3'`);
      expect(await emulator.refused(...act('off', 'startVmInstance', params))).toMatchObject({
        code: 'VM.1001',
        details: `No host with ${asked}found`,
      });
      await emulator.stop();
    }
  });

  test('only where all storages of its disks are in use', async () => {
    const emulator = await startSeed(WORLD);
    storage(emulator, `status = 'Disconnected'`);
    expect((await emulator.refused(...act('off', 'startVmInstance'))).details).toBe(NOT_IN_USE);
    storage(emulator, `status = 'Connected', state = 'Deleting'`);
    expect((await emulator.refused(...act('off', 'startVmInstance'))).details).toBe(NOT_IN_USE);
    storage(emulator, `state = 'Disabled'`);
    expect(await emulator.make(...act('off', 'startVmInstance'))).toMatchObject({
      state: 'Running',
    });
  });

  test('only where all its disks can be reached', async () => {
    const data =
      '{ name: data, primaryStorage: second, size: 1G, actualSize: 1M, vmInstance: off }';
    const emulator = await startSeed(`${WORLD}volumes: [${data}]`);
    expect((await emulator.refused(...act('off', 'startVmInstance'))).details).toBe(NOT_IN_USE);
    const there = { clusterUuid: CLUSTERS.two };
    const vm = await emulator.make(...act('off', 'startVmInstance', there));
    expect(nameOf(vm.hostUuid)).toBe('second');
  });
});

describe('a VM goes', () => {
  test('to the host with fewest VMs, the first of those; or to the one that is named', async () => {
    const emulator = await startSeed(WORLD);
    const path = `/vm-instances/${VMS.on}/migration-target-hosts`;
    const { inventories } = (await emulator.call('GET', path)).body;
    expect(inventories.map(({ uuid }: Json) => nameOf(uuid))).toEqual(['beside', 'second']);
    const vm = await emulator.make(...act('on', 'migrateVm'));
    expect([nameOf(vm.hostUuid), nameOf(vm.lastHostUuid)]).toEqual(['beside', 'first']);
    const far = await emulator.make(...act('on', 'migrateVm', { hostUuid: HOSTS.second }));
    expect([nameOf(far.hostUuid), far.clusterUuid]).toEqual(['second', CLUSTERS.two]);
    // Two are there by now, and none where it was before.
    const back = await emulator.make(...act('on', 'migrateVm'));
    expect([nameOf(back.hostUuid), back.clusterUuid]).toEqual(['first', CLUSTERS.one]);
  });

  test('nowhere when only its own host reaches its disks, or no host that is up to it', async () => {
    const emulator = await startSeed(WORLD);
    expect((await emulator.refused(...act('far', 'migrateVm'))).details).toBe(
      `after rule out avoided host[${HOSTS.second}], there is no host left in candidates`,
    );
    hosts(emulator, `state = 'Disabled'`, `'h3'`);
    expect((await emulator.refused(...act('far', 'migrateVm'))).details).toBe(
      `no host found in clusters which have attached to all primary storage [${SECOND}] where vm[uuid:${VMS.far}]'s volumes locate`,
    );
    for (const change of [`state = 'Disabled'`, `state = 'Enabled', status = 'Connecting'`]) {
      hosts(emulator, change, `'h1', 'h2', 'h3'`);
      expect((await emulator.refused(...act('on', 'migrateVm'))).details).toBe(
        `No host with zoneUuid=${ZONE} hypervisorType=KVM  found`,
      );
    }
  });

  test('only while the storages of its disks are in use', async () => {
    const emulator = await startSeed(WORLD);
    for (const change of [`state = 'Maintenance'`, `state = 'Enabled', status = 'Connecting'`]) {
      storage(emulator, change);
      expect((await emulator.refused(...act('on', 'migrateVm'))).details).toBe(NOT_IN_USE);
    }
    storage(emulator, `state = 'Disabled', status = 'Connected'`);
    expect(nameOf((await emulator.make(...act('on', 'migrateVm'))).hostUuid)).toBe('beside');
  });
});
