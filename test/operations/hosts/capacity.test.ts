import { SEED, TestEmulator } from '../../support/emulator';
import { addHost, movableVm } from '../../support/hosts';
import { GIB } from '../../support/volumes';

const { hosts, clusters, zone } = SEED;
const capacity = async (emulator: TestEmulator, query: string) =>
  (await emulator.call('GET', `/hosts/capacities/cpu-memory?${query}`)).body;

test('what hosts have left is what their VMs do not take', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  const own = `hostUuids=${host.uuid}`;
  const before = await capacity(emulator, own);
  expect(before).toMatchObject({
    totalCpu: host.totalCpuCapacity,
    availableCpu: host.totalCpuCapacity,
    totalMemory: host.totalMemoryCapacity,
    // What a host of kind KVM keeps for itself.
    availableMemory: host.totalMemoryCapacity - GIB,
    managedCpuNum: host.cpuNum,
    resourceType: 'HostVO',
  });
  const vm = await movableVm(emulator, host.uuid);
  const running = await capacity(emulator, own);
  expect(running).toMatchObject({
    availableCpu: before.availableCpu - 2,
    availableMemory: before.availableMemory - GIB,
  });
  expect(running.capacityData).toEqual([
    {
      resourceUuid: host.uuid,
      totalCpu: running.totalCpu,
      availableCpu: running.availableCpu,
      totalMemory: running.totalMemory,
      availableMemory: running.availableMemory,
      managedCpuNum: running.managedCpuNum,
    },
  ]);
  expect(await emulator.find(`/hosts/${host.uuid}`)).toMatchObject({
    availableCpuCapacity: host.availableCpuCapacity - 2,
    availableMemoryCapacity: host.availableMemoryCapacity - GIB,
  });
  await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, { stopVmInstance: {} });
  expect(await capacity(emulator, own)).toEqual(before);
});

test('it is summed over clusters and zones, of hosts that are Enabled and Connected', async () => {
  const emulator = await TestEmulator.start();
  const each = [];
  for (const uuid of [hosts.linux, hosts.arm]) {
    each.push(await capacity(emulator, `hostUuids=${uuid}`));
  }
  const ofCluster = await capacity(emulator, `clusterUuids=${clusters.used}`);
  expect(ofCluster.totalCpu).toBe(each[0].totalCpu + each[1].totalCpu);
  expect(ofCluster.availableMemory).toBe(each[0].availableMemory + each[1].availableMemory);
  expect(ofCluster.resourceType).toBe('ClusterVO');
  // The host of the other cluster is Disconnected.
  const ofZone = await capacity(emulator, `zoneUuids=${zone}`);
  expect(ofZone.totalCpu).toBe(ofCluster.totalCpu);
  const disable = { changeHostState: { stateEvent: 'disable' } };
  await emulator.make('PUT', `/hosts/${hosts.arm}/actions`, disable);
  expect((await capacity(emulator, `zoneUuids=${zone}`)).totalCpu).toBe(each[0].totalCpu);
  const ofOthers = await capacity(emulator, `zoneUuids=${zone}&hypervisorType=ESX`);
  expect(ofOthers).toMatchObject({ totalCpu: 0, capacityData: [] });
  // Who asks for all is not asked for a kind.
  const all = await capacity(emulator, 'all=true&hypervisorType=ESX');
  expect(all.totalCpu).toBe(each[0].totalCpu);
});

test('a place must be named', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused('GET', '/hosts/capacities/cpu-memory')).toMatchObject({
    code: 'SYS.1007',
    details:
      'zoneUuids, clusterUuids, hostUuids must at least have one be none-empty list, or all is set to true',
  });
});

test('a VM runs only where there is room for it', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('host/cpu.overProvisioning.ratio', '1');
  const host = await addHost(emulator);
  const create = (more: object) =>
    [
      'POST',
      '/vm-instances',
      { params: { name: 'vm', imageUuid: SEED.images.linux, hostUuid: host.uuid, ...more } },
    ] as const;
  const tooMany = { cpuNum: host.cpuNum + 1, memorySize: GIB };
  expect(await emulator.refused(...create(tooMany))).toMatchObject({
    code: 'SYS.1006',
    details: `no host having cpu[${tooMany.cpuNum}], memory[${GIB} bytes] found`,
  });
  const tooMuch = { cpuNum: 1, memorySize: host.totalMemoryCapacity };
  expect(await emulator.refused(...create(tooMuch))).toMatchObject({
    details: `no host having cpu[1], memory[${tooMuch.memorySize} bytes] found`,
  });
  const vm = await emulator.make(...create({ cpuNum: host.cpuNum, memorySize: GIB }));
  expect(vm).toMatchObject({ hostUuid: host.uuid });
  expect(await emulator.refused(...create({ cpuNum: 1, memorySize: GIB }))).toMatchObject({
    details: `no host having cpu[1], memory[${GIB} bytes] found`,
  });
});

test('the kinds of hosts, and the ways to choose one, are told', async () => {
  const emulator = await TestEmulator.start();
  const types = await emulator.call('GET', '/hosts/hypervisor-types');
  expect(types.body.hypervisorTypes).toContain('KVM');
  const strategies = await emulator.call('GET', '/hosts/allocators/strategies');
  expect(strategies.body.strategies).toContain('LeastVmPreferredHostAllocatorStrategy');
});
