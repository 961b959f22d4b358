import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { GIB } from '../../support/volumes';

const { clusters } = SEED;
const KVM = {
  name: 'h',
  managementIp: '10.1.1.1',
  clusterUuid: clusters.used,
  username: 'root',
  password: 'a secret',
};
const addKvm = (more: object = {}) =>
  ['POST', '/hosts/kvm', { params: { ...KVM, ...more } }] as const;

test('a host of kind KVM is added, connected, and VMs can run on it', async () => {
  const emulator = await TestEmulator.start();
  const host = await emulator.make(...addKvm({ description: 'd', sshPort: 2222 }));
  expect(host).toMatchObject({
    name: 'h',
    description: 'd',
    managementIp: '10.1.1.1',
    hypervisorType: 'KVM',
    state: 'Enabled',
    status: 'Connected',
    clusterUuid: clusters.used,
    zoneUuid: SEED.zone,
    username: 'root',
    sshPort: 2222,
    architecture: 'x86_64',
  });
  expect(JSON.stringify(host)).not.toContain('secret');
  expect(await emulator.find(`/hosts/${host.uuid}`)).toEqual(host);
  // The VMs of a new VM's storages can run there.
  const params = {
    name: 'vm',
    cpuNum: 1,
    memorySize: GIB,
    imageUuid: SEED.images.linux,
    hostUuid: host.uuid,
  };
  const vm = await emulator.make('POST', '/vm-instances', { params });
  expect(vm).toMatchObject({ state: 'Running', hostUuid: host.uuid });
  const after = await emulator.find(`/hosts/${host.uuid}`);
  expect(host.availableCpuCapacity - after.availableCpuCapacity).toBe(1);
  expect(host.availableMemoryCapacity - after.availableMemoryCapacity).toBe(GIB);
});

test('a host that is pretended is added to a cluster of its kind, with the capacity of the call', async () => {
  const emulator = await TestEmulator.start();
  const cluster = { zoneUuid: SEED.zone, name: 'pretended', hypervisorType: 'Simulator' };
  const { uuid: clusterUuid } = await emulator.make('POST', '/clusters', { params: cluster });
  const host = await emulator.make('POST', '/hosts/simulators', {
    params: {
      name: 's',
      managementIp: 'h1.example',
      clusterUuid,
      cpuCapacity: 4,
      memoryCapacity: GIB,
    },
  });
  expect(host).toMatchObject({ hypervisorType: 'Simulator', status: 'Connected' });
  expect(host.totalMemoryCapacity).toBe(GIB);
});

test('storages connect when their clusters get their first host', async () => {
  const emulator = await TestEmulator.start();
  const { nfs } = SEED.primaryStorages;
  for (const uuid of [SEED.hosts.linux, SEED.hosts.arm]) {
    await emulator.call('DELETE', `/hosts/${uuid}`);
  }
  expect(await emulator.find(`/primary-storage?q=uuid=${nfs}`)).toMatchObject({
    status: 'Disconnected',
  });
  await emulator.make(...addKvm());
  expect(await emulator.find(`/primary-storage?q=uuid=${nfs}`)).toMatchObject({
    status: 'Connected',
  });
});

test.each([
  [
    { managementIp: 'no address!' },
    'SYS.1007',
    'managementIp[no address!] is neither an IPv4 address nor a valid hostname',
  ],
  [
    { managementIp: 'h1.no host' },
    'SYS.1007',
    'managementIp[h1.no host] is neither an IPv4 address nor a valid hostname',
  ],
  [
    { managementIp: 'h1..example' },
    'SYS.1007',
    'managementIp[h1..example] is neither an IPv4 address nor a valid hostname',
  ],
  [
    { clusterUuid: SEED.zone },
    'SYS.1003',
    `invalid field[clusterUuid], resource[uuid:${SEED.zone}, type:ClusterVO] not found`,
  ],
  [
    { resourceUuid: SEED.hosts.linux },
    'SYS.1000',
    `Duplicate entry '${SEED.hosts.linux}' for key 'PRIMARY'`,
  ],
])('a host with %j is refused', async (more, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...addKvm(more))).toMatchObject({ code, details });
});

test('an address is given once, and a cluster has hosts of one kind', async () => {
  const emulator = await TestEmulator.start();
  const { managementIp } = await emulator.find(`/hosts/${SEED.hosts.linux}`);
  expect(await emulator.refused(...addKvm({ managementIp }))).toMatchObject({
    code: 'SYS.1007',
    details: `there has been a kvm host having management ip[${managementIp}]`,
  });
  const params = { name: 's', managementIp, clusterUuid: clusters.used };
  expect(await emulator.refused('POST', '/hosts/simulators', { params })).toMatchObject({
    code: 'SYS.1007',
    details: `there has been a host having managementIp[${managementIp}]`,
  });
  const other = { ...params, managementIp: '10.1.1.2' };
  expect(await emulator.refused('POST', '/hosts/simulators', { params: other })).toMatchObject({
    code: 'SYS.1006',
    details: `cluster[uuid:${clusters.used}] hypervisorType is not Simulator`,
  });
});

test('a host that is smaller than what it must keep free is refused', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('kvm/reservedMemory', '100T');
  const refusal = await emulator.refused(...addKvm());
  expect(refusal.code).toBe('SYS.1006');
  expect(refusal.details).toMatch(
    /^The host\[uuid:\w{32}\]'s available memory capacity\[\d+\] is lower than the reserved capacity\[109951162777600\]$/,
  );
});

test('only admin adds hosts', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...addKvm(), ALICE_SESSION)).toMatchObject({ code: 'ID.1002' });
});
