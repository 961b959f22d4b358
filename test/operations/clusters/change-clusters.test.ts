import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { clusters, hosts, vms, volumes, zone } = SEED;
const path = `/clusters/${clusters.used}`;
const act = (action: string, params: object) =>
  ['PUT', `${path}/actions`, { [action]: params }] as const;
const hostState = async (emulator: TestEmulator, uuid: string) =>
  (await emulator.find(`/hosts/${uuid}`)).state;

test('a cluster is renamed; without a change it stays as it is', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.find(path);
  expect(await emulator.make(...act('updateCluster', {}))).toEqual(before);
  const changed = await emulator.make(...act('updateCluster', { name: 'n', description: 'd' }));
  expect(changed).toEqual({
    ...before,
    name: 'n',
    description: 'd',
    lastOpDate: expect.any(String),
  });
});

test('a cluster is disabled and enabled with its hosts; one in maintenance stays there', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('PUT', `/hosts/${hosts.arm}/actions`, {
    changeHostState: { stateEvent: 'maintain' },
  });
  const disabled = await emulator.make(...act('changeClusterState', { stateEvent: 'disable' }));
  expect(disabled).toMatchObject({ state: 'Disabled' });
  expect(await hostState(emulator, hosts.linux)).toBe('Disabled');
  expect(await hostState(emulator, hosts.arm)).toBe('Maintenance');
  expect(await hostState(emulator, hosts.disconnected)).toBe('Enabled');
  await emulator.make(...act('changeClusterState', { stateEvent: 'enable' }));
  expect(await hostState(emulator, hosts.linux)).toBe('Enabled');
  expect(await hostState(emulator, hosts.arm)).toBe('Maintenance');
});

test('a host that is on its way into maintenance goes on', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update hosts set state = 'PreMaintenance' where uuid = '${hosts.arm}'`);
  await emulator.make(...act('changeClusterState', { stateEvent: 'disable' }));
  expect(await hostState(emulator, hosts.linux)).toBe('Disabled');
  expect(await hostState(emulator, hosts.arm)).toBe('PreMaintenance');
});

test('a state event that there is not is refused', async () => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(...act('changeClusterState', { stateEvent: 'maintain' }));
  expect(refusal).toMatchObject({ code: 'SYS.1007' });
  const missing = { updateCluster: { name: 'n' } };
  expect(await emulator.refused('PUT', `/clusters/${zone}/actions`, missing)).toMatchObject({
    code: 'SYS.1003',
    details: `invalid field[uuid], resource[uuid:${zone}, type:ClusterVO] not found`,
  });
});

test('a cluster goes with its hosts; its storages are detached, and its VMs stopped or gone', async () => {
  const emulator = await TestEmulator.start();
  const names = async (kind: string) =>
    (await emulator.call('GET', `/${kind}`)).body.inventories.map(({ name }: Json) => name);
  await emulator.call('DELETE', path);
  expect(await emulator.find(path)).toBeUndefined();
  expect(await names('hosts')).toEqual(['host-3']);
  const { body } = await emulator.call('GET', '/vm-instances');
  for (const { clusterUuid, hostUuid, lastHostUuid, state } of body.inventories) {
    expect({ clusterUuid, hostUuid, lastHostUuid }).toEqual({
      clusterUuid: null,
      hostUuid: null,
      lastHostUuid: null,
    });
    expect(['Stopped', 'Destroyed']).toContain(state);
  }
  const storages = await emulator.call('GET', '/primary-storage');
  const attached = storages.body.inventories.flatMap((one: Json) => one.attachedClusterUuids);
  expect(attached).not.toContain(clusters.used);
  // What had its root volume on the disks of a host is destroyed, what had it elsewhere stopped.
  expect(await emulator.find(`/vm-instances/${vms.runningArmOnCeph}`)).toMatchObject({
    state: 'Stopped',
  });
  expect(await emulator.find(`/volumes/${volumes.runningArmOnCeph}`)).toMatchObject({
    status: 'Ready',
  });
  // A missing one is no error.
  expect((await emulator.call('DELETE', path)).status).toBe(200);
});
