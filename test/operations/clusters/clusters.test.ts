import { asAsked } from '../../support/as-asked';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const { clusters, hosts, primaryStorages, vms, zone } = SEED;
const place = (clusterUuid: string, storageUuid: string) =>
  `/clusters/${clusterUuid}/primary-storage/${storageUuid}`;
const attach = (clusterUuid: string, storageUuid: string) =>
  ['POST', place(clusterUuid, storageUuid), { params: {} }] as const;
const detach = (clusterUuid: string, storageUuid: string) =>
  ['DELETE', place(clusterUuid, storageUuid)] as const;
const statesOf = async (emulator: TestEmulator) => {
  const { body } = await emulator.call('GET', '/vm-instances');
  return Object.fromEntries(body.inventories.map((vm: Json) => [vm.name, vm.state]));
};

test('clusters and hosts are found by their fields and by what is around them', async () => {
  const emulator = await TestEmulator.start();
  const uuids = async (path: string) =>
    (await emulator.call('GET', path)).body.inventories.map(({ uuid }: Json) => uuid);
  expect(await emulator.find(`/clusters/${clusters.used}`)).toEqual({
    name: 'cluster-1',
    uuid: clusters.used,
    description: null,
    state: 'Enabled',
    hypervisorType: 'KVM',
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    zoneUuid: zone,
    type: 'zstack',
    architecture: null,
  });
  expect(await uuids('/clusters?q=primaryStorage.type=Ceph')).toEqual([clusters.used]);
  expect(await uuids('/clusters?q=host.name=host-3')).toEqual([clusters.empty]);
  expect(await uuids('/clusters?q=vmInstance.name=web-1')).toEqual([clusters.used]);
  expect(await uuids('/hosts?q=cluster.primaryStorage.name=nfs-1&sort=+name')).toEqual([
    hosts.linux,
    hosts.arm,
  ]);
  expect(await uuids('/hosts?q=status=Disconnected')).toEqual([hosts.disconnected]);
  expect(await uuids('/zones?q=cluster.name=cluster-2')).toEqual([zone]);
  expect(await uuids('/primary-storage?q=cluster.host.name=host-1&q=type=NFS')).toEqual([
    primaryStorages.nfs,
    primaryStorages.inMaintenance,
  ]);
  expect(await uuids('/vm-instances?q=host.architecture=aarch64')).toEqual([vms.runningArmOnCeph]);
  const { body } = await emulator.call('GET', '/clusters', undefined, ALICE_SESSION);
  expect(body.inventories).toHaveLength(2);
});

test('a host of kind KVM is answered as its own class, whose fields can be asked for by its kind', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.anonymous
    .get('/zstack/v1/hosts?sort=%2Bname&limit=1')
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .set('X-JSON-Schema', 'true');
  expect(answer.body.schema).toEqual({ 'inventories[0]': 'org.zstack.kvm.KVMHostInventory' });
  expect(answer.body.inventories[0]).toMatchObject({ username: 'root', sshPort: 22 });
  const kvm = '/hosts?q=hypervisorType=KVM';
  const fields = await emulator.call('GET', `${kvm}&q=username=root&fields=username,name`);
  expect(fields.body.inventories).toHaveLength(3);
  expect(fields.body.inventories[0]).toEqual({ username: 'root', name: 'host-1' });
  expect((await emulator.call('GET', `${kvm}&q=username=other`)).body.inventories).toEqual([]);
  expect((await emulator.refused('GET', '/hosts?q=username=root')).details).toContain(
    'not having field[username]',
  );
  const zql = encodeURIComponent("query host where cluster.name='cluster-2'");
  const { body } = await emulator.call('GET', `/zql?zql=${zql}`);
  expect(body.results[0].inventories).toMatchObject([{ name: 'host-3', sshPort: 22 }]);
});

test('a host tells what the VMs on it leave, and can be asked for it', async () => {
  const emulator = await TestEmulator.start();
  const host = await emulator.find(`/hosts/${hosts.arm}`);
  const GIB = 2 ** 30;
  expect(host).toMatchObject({
    clusterUuid: clusters.used,
    zoneUuid: zone,
    managementIp: '192.168.1.12',
    hypervisorType: 'KVM',
    state: 'Enabled',
    status: 'Connected',
    cpuNum: 32,
    cpuSockets: 2,
    totalCpuCapacity: 320,
    availableCpuCapacity: 318,
    totalMemoryCapacity: 128 * GIB,
    availableMemoryCapacity: 126 * GIB,
    ipmiAddress: null,
    architecture: 'aarch64',
  });
  for (const [field, value] of Object.entries(host).filter(([, each]) => each !== null)) {
    const found = await emulator.call(
      'GET',
      `/hosts?q=hypervisorType=KVM&q=uuid=${hosts.arm}&q=${encodeURIComponent(`${field}=${asAsked(value)}`)}`,
    );
    expect([field, found.body.inventories]).toEqual([field, [host]]);
  }
  const stopped = { stopVmInstance: {} };
  await emulator.make('PUT', `/vm-instances/${vms.runningArmOnCeph}/actions`, stopped);
  expect(await emulator.find(`/hosts/${hosts.arm}`)).toMatchObject({
    availableCpuCapacity: 320,
    availableMemoryCapacity: 128 * GIB,
  });
});

test('a storage is attached to a cluster, and its hosts can use it', async () => {
  const emulator = await TestEmulator.start();
  const { nfs } = primaryStorages;
  const attached = await emulator.make(...attach(clusters.empty, nfs));
  expect(attached.attachedClusterUuids).toEqual([clusters.used, clusters.empty]);
  const found = await emulator.find(`/primary-storage?q=cluster.name=cluster-2`);
  expect(found).toEqual(attached);
});

test.each([
  [
    'is attached already',
    clusters.used,
    primaryStorages.nfs,
    'SYS.1006',
    `primary storage[uuid:${primaryStorages.nfs}] has been attached to cluster[uuid:${clusters.used}]`,
  ],
  [
    'is no storage',
    clusters.used,
    SEED.images.linux,
    'SYS.1003',
    `invalid field[primaryStorageUuid], resource[uuid:${SEED.images.linux}, type:PrimaryStorageVO] not found`,
  ],
  [
    'names no cluster',
    SEED.images.linux,
    primaryStorages.nfs,
    'SYS.1003',
    `invalid field[clusterUuid], resource[uuid:${SEED.images.linux}, type:ClusterVO] not found`,
  ],
])('a storage that %s is not attached', async (_what, cluster, storage, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...attach(cluster, storage))).toMatchObject({ code, details });
});

describe.each([
  ['NFS', 'nfs', '10.0.0.1:/new'],
  ['SMP', 'smp', '/new'],
])('a new %s storage', (kind, path, url) => {
  const added = async (emulator: TestEmulator) =>
    emulator.make('POST', `/primary-storage/${path}`, {
      params: { name: 'new', url, zoneUuid: zone },
    });
  const reconnect = (uuid: string) =>
    ['PUT', `/primary-storage/${uuid}/actions`, { reconnectPrimaryStorage: {} }] as const;

  test('is Disconnected until a host of a cluster mounts it', async () => {
    const emulator = await TestEmulator.start();
    const storage = await added(emulator);
    expect(storage.status).toBe('Disconnected');
    // Its only host is Disconnected.
    expect((await emulator.make(...attach(clusters.empty, storage.uuid))).status).toBe(
      'Disconnected',
    );
    expect((await emulator.make(...attach(clusters.used, storage.uuid))).status).toBe('Connected');
    expect((await emulator.make(...reconnect(storage.uuid))).status).toBe('Connected');
    const left = await emulator.make(...detach(clusters.used, storage.uuid));
    expect(left.status).toBe(kind === 'NFS' ? 'Disconnected' : 'Connected');
  });

  test('is not reconnected before', async () => {
    const emulator = await TestEmulator.start();
    const storage = await added(emulator);
    await emulator.make(...attach(clusters.empty, storage.uuid));
    expect((await emulator.call(...reconnect(storage.uuid))).body.error).toMatchObject({
      code: 'PS.1003',
      details: `the ${kind} primary storage[uuid:${storage.uuid}, name:new] has not attached to any clusters, or no hosts in the attached clusters are connected`,
    });
    expect((await emulator.find(`/primary-storage?q=uuid=${storage.uuid}`)).status).toBe(
      'Disconnected',
    );
  });
});

test('a VM is not expunged while the storage of its root volume is attached to no cluster', async () => {
  const emulator = await TestEmulator.start();
  const { nfs } = primaryStorages;
  const root = await emulator.find(
    `/volumes?q=primaryStorageUuid=${nfs}&q=type=Root&q=vmInstanceUuid=${vms.stoppedWindows}`,
  );
  await emulator.make('DELETE', `/vm-instances/${vms.stoppedWindows}`);
  await emulator.make(...detach(clusters.used, nfs));
  const path = `/vm-instances/${vms.stoppedWindows}/actions`;
  const before = emulator.world();
  expect(await emulator.refused('PUT', path, { expungeVmInstance: {} })).toMatchObject({
    code: 'SYS.1006',
    details: `the NFS primary storage[uuid:${nfs}] is not attached to any clusters, and cannot expunge the root volume[uuid:${vms.stoppedWindows}] of the VM[uuid:${root.uuid}]`,
  });
  expect(emulator.world()).toEqual(before);
  await emulator.make(...attach(clusters.used, nfs));
  await emulator.make('PUT', path, { expungeVmInstance: {} });
});

test('a storage is only attached in its zone, and once by its url', async () => {
  const emulator = await TestEmulator.start();
  const elsewhere = await emulator.make('POST', '/zones', { params: { name: 'elsewhere' } });
  const add = (url: string, zoneUuid: string) =>
    emulator.make('POST', '/primary-storage/smp', { params: { name: 's', url, zoneUuid } });
  const far = await add('/far', elsewhere.uuid);
  expect(await emulator.refused(...attach(clusters.used, far.uuid))).toMatchObject({
    code: 'SYS.1007',
    details: `primary storage[uuid:${far.uuid}] and cluster[uuid:${clusters.used}] are not in the same zone`,
  });
  const twin = await add('/zstack_ps', zone);
  expect(await emulator.refused(...attach(clusters.used, twin.uuid))).toMatchObject({
    code: 'SYS.1007',
    details: 'url[/zstack_ps] has been occupied, it cannot be duplicate in same cluster',
  });
  await emulator.make(...attach(clusters.empty, twin.uuid));
});

test('a storage that is taken from a cluster stops the VMs there that use it, and no others', async () => {
  const emulator = await TestEmulator.start();
  const before = await statesOf(emulator);
  const answer = await emulator.make(...detach(clusters.used, primaryStorages.local));
  expect(answer.attachedClusterUuids).toEqual([]);
  expect(await statesOf(emulator)).toEqual({
    ...before,
    'web-1': 'Stopped',
    'paused-1': 'Stopped',
    'alice-1': 'Stopped',
  });
  expect(await emulator.find(`/vm-instances/${vms.runningLinux}`)).toMatchObject({
    hostUuid: null,
    lastHostUuid: hosts.linux,
  });
  const error = await emulator.refused(...detach(clusters.used, primaryStorages.local));
  expect(error).toMatchObject({
    code: 'SYS.1007',
    details: `primary storage[uuid:${primaryStorages.local}] has not been attached to cluster[uuid:${clusters.used}] yet`,
  });
});

test('VMs of other clusters go on when a storage leaves a cluster', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...attach(clusters.empty, primaryStorages.local));
  const before = await statesOf(emulator);
  await emulator.make(...detach(clusters.empty, primaryStorages.local));
  expect(await statesOf(emulator)).toEqual(before);
});

test('a storage that is attached to clusters is not deleted; one that is not, is', async () => {
  const emulator = await TestEmulator.start();
  const { nfs } = primaryStorages;
  await emulator.make(...attach(clusters.empty, nfs));
  for (const mode of ['Permissive', 'Enforcing']) {
    const error = await emulator.refused('DELETE', `/primary-storage/${nfs}?deleteMode=${mode}`);
    expect(error).toMatchObject({
      code: 'SYS.1006',
      details: `primary storage[uuid:${nfs}] cannot be deleted for still being attached to cluster[uuid:${clusters.used}, ${clusters.empty}].`,
    });
  }
  for (const cluster of [clusters.used, clusters.empty])
    await emulator.make(...detach(cluster, nfs));
  expect((await emulator.call('DELETE', `/primary-storage/${nfs}`)).status).toBe(200);
  expect(await emulator.find(`/primary-storage?q=uuid=${nfs}`)).toBeUndefined();
});

test('clusters and hosts go with their zone', async () => {
  const emulator = await TestEmulator.start();
  expect((await emulator.call('DELETE', `/zones/${zone}`)).status).toBe(200);
  for (const path of ['/clusters', '/hosts', '/primary-storage']) {
    expect((await emulator.call('GET', path)).body.inventories).toEqual([]);
  }
});

test('attaching and detaching are for admin only', async () => {
  const emulator = await TestEmulator.start();
  for (const call of [
    attach(clusters.empty, primaryStorages.nfs),
    [...detach(clusters.used, primaryStorages.nfs), undefined] as const,
  ]) {
    const [method, path, body] = call;
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
      code: 'ID.1002',
    });
  }
});
