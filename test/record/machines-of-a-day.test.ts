import type { Told } from '../../src/verify';
import { SEED, TestEmulator } from '../support/emulator';
import { Diary } from './diary';
import { expectSame } from './recorded';

const { images, zone, hosts, primaryStorages } = SEED;

/** A VM's life, and what is around it. */
async function machinesOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const ask = diary.ask.bind(diary);
  const [l3] = (await ask('GET', '/l3-networks?sort=+name')).inventories;
  const making = (params: object) =>
    ask('POST', '/vm-instances', {
      params: {
        name: 'v',
        imageUuid: images.linux,
        cpuNum: 2,
        memorySize: 2 ** 31,
        l3NetworkUuids: [l3.uuid],
        ...params,
      },
      systemTags: ['hostname::web'],
    });
  const vm = await making({ zoneUuid: zone, dataDiskSizes: [2 ** 30] });
  await making({ zoneUuid: zone, imageUuid: images.iso, rootDiskSize: 2 ** 34 });
  await making({ zoneUuid: zone, strategy: 'CreateStopped', name: 'stopped' });
  await making({ zoneUuid: zone, imageUuid: images.disabled });
  await making({ zoneUuid: zone, memorySize: 2 ** 50 });
  await making({ zoneUuid: zone, cpuNum: 0 });
  const act = (action: object) => ask('PUT', `/vm-instances/${vm.uuid}/actions`, action);
  for (const action of [
    { stopVmInstance: { type: 'grace' } },
    { stopVmInstance: {} },
    { startVmInstance: {} },
    { rebootVmInstance: {} },
    { pauseVmInstance: {} },
    { resumeVmInstance: {} },
    { migrateVm: {} },
    { setVmBootOrder: { bootOrder: ['CdRom', 'HardDisk'] } },
    { setVmHostname: { hostname: 'other' } },
    { updateVmInstance: { name: 'w', description: 'x', cpuNum: 1 } },
    { stopVmInstance: {} },
    { changeInstanceOffering: { instanceOfferingUuid: SEED.offerings.small } },
    { reimageVmInstance: {} },
  ]) {
    await act(action);
  }
  await ask('POST', `/vm-instances/${vm.uuid}/iso/${images.iso}`);
  await ask('DELETE', `/vm-instances/${vm.uuid}/iso?isoUuid=${images.iso}`);
  for (const path of [
    'boot-orders',
    'hostnames',
    'console-passwords',
    'starting-target-hosts',
    'migration-target-hosts',
    'capabilities',
    'iso-candidates',
  ]) {
    await ask('GET', `/vm-instances/${vm.uuid}/${path}`);
  }
  await ask('PUT', `/hosts/${hosts.linux}/actions`, {
    changeHostState: { stateEvent: 'maintain' },
  });
  await ask('GET', `/hosts/${hosts.linux}`);
  await ask('PUT', `/hosts/${hosts.linux}/actions`, { changeHostState: { stateEvent: 'enable' } });
  await diary.control('PUT', `/hosts/${hosts.linux}/agent`, { reachable: false });
  await ask('PUT', `/hosts/${hosts.linux}/actions`, { reconnectHost: {} });
  emulator.advance(600_000);
  await diary.control('PUT', `/hosts/${hosts.linux}/agent`, { reachable: true });
  emulator.advance(600_000);
  await ask('PUT', `/primary-storage/${primaryStorages.nfs}/actions`, {
    syncPrimaryStorageCapacity: {},
  });
  await ask('PUT', `/primary-storage/${primaryStorages.local}/actions`, {
    reconnectPrimaryStorage: {},
  });
  await ask('DELETE', `/vm-instances/${vm.uuid}`);
  await ask('PUT', `/vm-instances/${vm.uuid}/actions`, { recoverVmInstance: {} });
  await ask('DELETE', `/vm-instances/${vm.uuid}`);
  await ask('PUT', `/vm-instances/${vm.uuid}/actions`, { expungeVmInstance: {} });
  emulator.advance(80 * 3_600_000);
  for (const kind of [
    'vm-instances',
    'vm-instances/cdroms',
    'vm-instances/nics',
    'volumes',
    'hosts',
    'clusters',
    'l2-networks',
    'l3-networks',
    'l3-networks/ip-ranges',
    'l3-networks/ip-address',
    'vips',
    'eips',
    'security-groups',
    'primary-storage',
    'instance-offerings',
    'disk-offerings',
    'zones',
    'gc-jobs',
    'system-tags',
  ]) {
    await ask('GET', `/${kind}`);
  }
  await ask('GET', '/hosts/capacities/cpu-memory?all=true');
  await ask('GET', `/ip-capacity?l3NetworkUuids=${l3.uuid}`);
  diary.look();
  return diary.told;
}

test('machines of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start();
  const told = await machinesOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('machines-of-a-day', { 'the day': told });
});
