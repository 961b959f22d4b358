import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost, answers } from '../../support/hosts';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { primaryStorages, hosts, images, clusters, vms, l3Network } = SEED;
const { local, nfs } = primaryStorages;

const migrate = (volume: string, to: string) =>
  [
    'PUT',
    `/primary-storage/local-storage/volumes/${volume}/actions`,
    { localStorageMigrateVolume: { destHostUuid: to } },
  ] as const;
const act = (uuid: string, action: string) =>
  ['PUT', `/vm-instances/${uuid}/actions`, { [action]: {} }] as const;
const targetsOf = async (emulator: TestEmulator, volume: string): Promise<string[]> => {
  const { body } = await emulator.call('GET', `/volumes/${volume}/migration-target-hosts`);
  return body.inventories.map(({ uuid }: Json) => uuid).sort();
};
const newVolume = (emulator: TestEmulator, hostUuid: string): Promise<Json> =>
  emulator.make('POST', '/volumes/data', {
    params: { name: 'moved', diskSize: 10 * GIB, primaryStorageUuid: local },
    systemTags: [`localStorage::hostUuid::${hostUuid}`],
  });
const hostOf = async (emulator: TestEmulator, uuid: string) => {
  const path = `/primary-storage/local-storage/resource-refs?q=resourceUuid=${uuid}`;
  return (await emulator.find(path))?.hostUuid;
};

/** A stopped VM with its root volume on a host of its own. */
async function withVm(more: object = {}) {
  const emulator = await TestEmulator.start();
  const here = await addHost(emulator, 'here');
  const params = {
    name: 'moved',
    imageUuid: images.linux,
    cpuNum: 1,
    memorySize: GIB,
    hostUuid: here.uuid,
    primaryStorageUuidForRootVolume: local,
    l3NetworkUuids: [l3Network],
    ...more,
  };
  const vm = await emulator.make('POST', '/vm-instances', { params });
  await emulator.make(...act(vm.uuid, 'stopVmInstance'));
  const there = await addHost(emulator, 'there');
  return { emulator, here, there, vm, root: String(vm.rootVolumeUuid) };
}

test('a data volume goes to another host with its snapshots, and takes what it took', async () => {
  const emulator = await TestEmulator.start();
  const volume = await newVolume(emulator, hosts.linux);
  await writeTo(emulator, GIB, volume.uuid);
  const snapshot = await takeSnapshot(emulator, 's', volume.uuid);
  const { installPath } = await emulator.find(`/volumes/${volume.uuid}`);
  const before = emulator.world();
  expect(await targetsOf(emulator, volume.uuid)).toEqual([hosts.arm]);
  const ref = await emulator.make(...migrate(volume.uuid, hosts.arm));
  expect(ref).toMatchObject({
    resourceUuid: volume.uuid,
    resourceType: 'VolumeVO',
    primaryStorageUuid: local,
    hostUuid: hosts.arm,
    size: 10 * GIB,
  });
  expect(await hostOf(emulator, snapshot.uuid)).toBe(hosts.arm);
  const found = await emulator.find(`/volumes/${volume.uuid}`);
  expect(found).toMatchObject({ status: 'Ready', installPath });
  for (const table of ['primary_storages', 'volume_snapshots', 'trash', 'image_caches']) {
    expect([table, emulator.world()[table]]).toEqual([table, before[table]]);
  }
  expect(await targetsOf(emulator, volume.uuid)).toEqual([hosts.linux]);
});

test('a root volume goes while its VM is stopped, which then starts there', async () => {
  const { emulator, there, vm, root } = await withVm();
  expect(await targetsOf(emulator, root)).toContain(there.uuid);
  await emulator.control('PUT', '/progression', { mode: 'timed' });
  await emulator.call(...migrate(root, there.uuid));
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'VolumeMigrating',
  });
  expect(await emulator.find(`/volumes/${root}`)).toMatchObject({ status: 'Migrating' });
  expect((await emulator.call(...act(vm.uuid, 'startVmInstance'))).status).toBe(503);
  emulator.advance(60_000);
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Stopped',
    clusterUuid: clusters.used,
    lastHostUuid: vm.hostUuid,
  });
  await emulator.control('PUT', '/progression', { mode: 'immediate' });
  expect(await emulator.make(...act(vm.uuid, 'startVmInstance'))).toMatchObject({
    state: 'Running',
    hostUuid: there.uuid,
  });
});

test('its VM is of the cluster that its disk came to', async () => {
  const { emulator, vm, root } = await withVm();
  await emulator.make('POST', `/clusters/${clusters.empty}/primary-storage/${local}`);
  const far = await addHost(emulator, 'far', { clusterUuid: clusters.empty });
  // The network of its NIC does not reach there yet.
  expect(await targetsOf(emulator, root)).not.toContain(far.uuid);
  expect(await emulator.refused(...migrate(root, far.uuid))).toMatchObject({
    code: 'SYS.1006',
    details: `The two clusters[uuid:${clusters.used},uuid:${clusters.empty}] cannot access each other in l2 network  when migrate the vm[uuid:${vm.uuid}] to another cluster`,
  });
  const { l2NetworkUuid } = await emulator.find(`/l3-networks/${l3Network}`);
  await emulator.make('POST', `/l2-networks/${l2NetworkUuid}/clusters/${clusters.empty}`);
  expect(await targetsOf(emulator, root)).toContain(far.uuid);
  await emulator.make(...migrate(root, far.uuid));
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Stopped',
    clusterUuid: clusters.empty,
  });
});

describe('a data volume is refused', () => {
  test.each<[string, string, string, string]>([
    [
      'that is there already',
      'select 1',
      hosts.linux,
      'is already on the host[uuid:' + hosts.linux + ']',
    ],
    [
      'on a storage that is Disabled',
      `update primary_storages set state = 'Disabled' where uuid = '${local}'`,
      hosts.arm,
      `the primary storage[uuid:${local}] is disabled or maintenance cold migrate is not allowed`,
    ],
    [
      'for a host that is none of the storage',
      'select 1',
      hosts.disconnected,
      `the dest host[uuid:${hosts.disconnected}] doesn't belong to the local primary storage[uuid:${local}] where the volume[uuid:`,
    ],
    [
      'that is not Ready',
      "update volumes set status = 'Migrating' where name = 'moved'",
      hosts.arm,
      'is not in status of Ready, cannot migrate it',
    ],
  ])('%s', async (_what, change, to, details) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await newVolume(emulator, hosts.linux);
    put(emulator, change);
    expect(await emulator.refused(...migrate(uuid, to))).toMatchObject({
      code: 'SYS.1007',
      details: expect.stringContaining(details),
    });
  });

  test('of another storage, which has no hosts to go to', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make('POST', '/volumes/data', {
      params: { name: 'v', diskSize: GIB, primaryStorageUuid: nfs },
    });
    expect(await emulator.refused(...migrate(uuid, hosts.arm))).toMatchObject({
      code: 'SYS.1007',
      details: `the volume[uuid:${uuid}] is not on any local primary storage`,
    });
    expect(await targetsOf(emulator, uuid)).toEqual([]);
  });

  test('that is attached', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await newVolume(emulator, hosts.linux);
    await emulator.make('POST', `/volumes/${uuid}/vm-instances/${vms.runningLinux}`);
    expect(await emulator.refused(...migrate(uuid, hosts.arm))).toMatchObject({
      code: 'SYS.1007',
      details: `the data volume[uuid:${uuid}, name: moved] is still attached to the VM[uuid:${vms.runningLinux}]. Please detach it before migration`,
    });
  });

  test('of another account', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await newVolume(emulator, hosts.linux);
    expect(await emulator.refused(...migrate(uuid, hosts.arm), ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining('is not the owner of the resource'),
    });
  });
});

describe('a root volume is refused', () => {
  test('while its VM runs, has data volumes or an ISO', async () => {
    const { emulator, here, there, vm, root } = await withVm();
    const its = `the volume[uuid:${root}] is the root volume of the vm[uuid:${vm.uuid}]. Currently the vm`;
    const refusal = async () => (await emulator.refused(...migrate(root, there.uuid))).details;
    await emulator.make(...act(vm.uuid, 'startVmInstance'));
    expect(await refusal()).toBe(`${its} is in state of Running, please stop it before migration`);
    await emulator.make(...act(vm.uuid, 'stopVmInstance'));
    const data = await newVolume(emulator, here.uuid);
    await emulator.make('POST', `/volumes/${data.uuid}/vm-instances/${vm.uuid}`);
    expect(await refusal()).toBe(
      `${its} still has 1 data volumes attached, please detach them before migration`,
    );
    await emulator.make('DELETE', `/volumes/${data.uuid}/vm-instances`);
    await emulator.make('POST', `/vm-instances/${vm.uuid}/iso/${images.iso}`, { params: {} });
    expect(await refusal()).toBe(
      `${its} still has ISO attached, please detach it before migration`,
    );
  });

  test('when its VM is in no cluster', async () => {
    const { emulator, there, vm, root } = await withVm();
    put(emulator, `update vm_instances set cluster_uuid = null where uuid = '${vm.uuid}'`);
    expect(await emulator.refused(...migrate(root, there.uuid))).toMatchObject({
      code: 'SYS.1000',
      details: `The clusterUuid of vm[uuid:${vm.uuid}] cannot be null when migrate the root volume[uuid:${root}, name: ROOT-for-moved]`,
    });
    const answer = await emulator.refused('GET', `/volumes/${root}/migration-target-hosts`);
    expect(answer).toMatchObject({
      code: 'SYS.1000',
      details: 'The clusterUuid of vm cannot be null when migrate the vm',
    });
  });
});

test('hosts that are away, and a storage without room, are no place to go', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await newVolume(emulator, hosts.linux);
  const full = `update primary_storages set system_used_capacity = system_used_capacity + available_capacity - ${10 * GIB - 1}, available_physical_capacity = available_physical_capacity - available_capacity + ${10 * GIB - 1}, available_capacity = ${10 * GIB - 1} where uuid = '${local}'`;
  await answers(emulator, hosts.arm, false);
  await emulator.call('PUT', `/hosts/${hosts.arm}/actions`, { reconnectHost: {} });
  expect(await targetsOf(emulator, uuid)).toEqual([]);
  const failed = await emulator.call(...migrate(uuid, hosts.arm));
  expect([failed.status, failed.body.error.code]).toEqual([503, 'HOST.1011']);
  await answers(emulator, hosts.arm, true);
  await emulator.call('PUT', `/hosts/${hosts.arm}/actions`, { reconnectHost: {} });
  expect(await targetsOf(emulator, uuid)).toEqual([hosts.arm]);
  put(emulator, full);
  expect(await targetsOf(emulator, uuid)).toEqual([]);
  const refused = await emulator.call(...migrate(uuid, hosts.arm));
  expect(refused.body.error).toMatchObject({
    code: 'SYS.1006',
    details: `host[uuid: ${hosts.arm}] of local primary storage[uuid: ${local}] doesn't have enough capacity[current: ${10 * GIB - 1} bytes, needed: ${10 * GIB}]`,
  });
});

describe('on its way', () => {
  async function begun() {
    const emulator = await TestEmulator.start();
    const there = await addHost(emulator, 'there');
    const volume = await newVolume(emulator, hosts.linux);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { body } = await emulator.call(...migrate(volume.uuid, there.uuid));
    return { emulator, there, volume, job: new URL(body.location).pathname };
  }

  test.each<[string, (emulator: TestEmulator, host: string, volume: string) => unknown, object]>([
    [
      'the host that it goes to is deleted',
      (emulator, host) => emulator.call('DELETE', `/hosts/${host}`),
      { code: 'SYS.1003', details: expect.stringContaining('it may have been deleted') },
    ],
    [
      'the host that it goes to falls silent',
      (emulator, host) =>
        put(emulator, `update hosts set status = 'Disconnected' where uuid = '${host}'`),
      { code: 'HOST.1011' },
    ],
    [
      'the volume is deleted',
      (emulator, _host, volume) => emulator.call('DELETE', `/volumes/${volume}`),
      {
        code: 'SYS.1006',
        details: expect.stringContaining(
          'is not on the local storage anymore,it may have been deleted',
        ),
      },
    ],
  ])('it fails when %s, and is where it was', async (_what, disturb, error) => {
    const { emulator, there, volume, job } = await begun();
    await disturb(emulator, there.uuid, volume.uuid);
    const before = await emulator.find(`/volumes/${volume.uuid}`);
    emulator.advance(60_000);
    const answer = await emulator.get(job);
    expect([answer.status, answer.body.error]).toMatchObject([503, error]);
    expect(await hostOf(emulator, volume.uuid)).toBe(hosts.linux);
    const found = await emulator.find(`/volumes/${volume.uuid}`);
    expect(found.status).toBe(before.status === 'Deleted' ? 'Deleted' : 'Ready');
    expect(emulator.brokenLaws()).toEqual({});
  });
});
