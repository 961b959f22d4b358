import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost, answers, movableVm } from '../../support/hosts';
import { put } from '../../support/volumes';

const { hosts } = SEED;
const change = (uuid: string, stateEvent: string) =>
  ['PUT', `/hosts/${uuid}/actions`, { changeHostState: { stateEvent } }] as const;
const guests = async (emulator: TestEmulator, hostUuid: string) => {
  const { body } = await emulator.call('GET', `/vm-instances?q=hostUuid=${hostUuid}`);
  return body.inventories.map(({ name }: Json) => name).toSorted();
};

test('a host is disabled and enabled; its VMs stay', async () => {
  const emulator = await TestEmulator.start();
  const before = await guests(emulator, hosts.linux);
  expect(before).not.toEqual([]);
  expect(await emulator.make(...change(hosts.linux, 'disable'))).toMatchObject({
    state: 'Disabled',
  });
  expect(await guests(emulator, hosts.linux)).toEqual(before);
  expect(await emulator.make(...change(hosts.linux, 'enable'))).toMatchObject({ state: 'Enabled' });
});

test('VMs leave a host that goes into maintenance: to another one, or they are stopped', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator, 'host-4');
  const vm = await movableVm(emulator, host.uuid);
  const other = await addHost(emulator, 'host-5');
  for (const uuid of [hosts.linux, hosts.arm]) await emulator.make(...change(uuid, 'disable'));
  expect(await emulator.make(...change(host.uuid, 'maintain'))).toMatchObject({
    state: 'Maintenance',
    status: 'Connected',
  });
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Running',
    hostUuid: other.uuid,
    lastHostUuid: host.uuid,
  });
  // Where there is no other host it is stopped.
  await emulator.make(...change(other.uuid, 'maintain'));
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Stopped',
    hostUuid: null,
    lastHostUuid: other.uuid,
  });
  // Out of maintenance it is connected anew.
  await emulator.make(...change(other.uuid, 'enable'));
  expect(await emulator.find(`/hosts/${other.uuid}`)).toMatchObject({ state: 'Enabled' });
  emulator.advance(3_600_000);
  expect(await emulator.find(`/hosts/${other.uuid}`)).toMatchObject({ status: 'Connected' });
});

test('VMs with their disk on the host are stopped by its maintenance, whatever others there are', async () => {
  const emulator = await TestEmulator.start();
  await addHost(emulator);
  const before = await guests(emulator, hosts.linux);
  expect(before).toContain('web-1');
  await emulator.call(...change(hosts.linux, 'maintain'));
  expect(await emulator.find('/vm-instances?q=name=web-1')).toMatchObject({
    state: 'Stopped',
    lastHostUuid: hosts.linux,
  });
});

test('a host whose VMs must go and cannot stays as it was', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  const vm = await movableVm(emulator, host.uuid);
  for (const uuid of [hosts.linux, hosts.arm]) await emulator.make(...change(uuid, 'disable'));
  await emulator.configure('host/host.maintenance.policy', 'JustMigrate');
  const refusal = await emulator.refused(...change(host.uuid, 'maintain'));
  expect(refusal).toMatchObject({
    code: 'HOST.1001',
    details: `failed to migrate vm[uuids:[${vm.uuid}]] on host[uuid:${host.uuid}, name:host-4, ip:host-4.example], will try stopping it.`,
    cause: { code: 'SYS.1006' },
  });
});

test('a host whose VM cannot be stopped stays as it was, unless that is to be ignored', async () => {
  const emulator = await TestEmulator.start();
  const { runningLinux } = SEED.vms;
  put(emulator, `update vm_instances set state = 'Error' where uuid = '${runningLinux}'`);
  const { name, managementIp } = await emulator.find(`/hosts/${hosts.linux}`);
  const refusal = await emulator.refused(...change(hosts.linux, 'maintain'));
  const details = `failed to stop vm[uuids:[${runningLinux}]] on host[uuid:${hosts.linux}, name:${name}, ip:${managementIp}]`;
  expect(refusal).toMatchObject({
    code: 'HOST.1001',
    details,
    cause: { code: 'SYS.1006', details, causes: [{ code: 'VM.1010' }] },
  });
  await emulator.configure('host/maintenanceMode.ignoreError', 'true');
  expect(await emulator.make(...change(hosts.linux, 'maintain'))).toMatchObject({
    state: 'Maintenance',
  });
});

test('a host that is in maintenance cannot go there; one on its way can', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  put(emulator, `update hosts set state = 'PreMaintenance' where uuid = '${host.uuid}'`);
  expect(await emulator.make(...change(host.uuid, 'maintain'))).toMatchObject({
    state: 'Maintenance',
  });
  expect(await emulator.refused(...change(host.uuid, 'maintain'))).toMatchObject({
    code: 'SYS.1000',
    details:
      'cannot find next state for current state[Maintenance] on transaction event[preMaintain]',
  });
});

test('a host that is silent is not brought into maintenance', async () => {
  const emulator = await TestEmulator.start();
  await answers(emulator, hosts.linux, false);
  expect(await emulator.refused(...change(hosts.linux, 'maintain'))).toMatchObject({
    code: 'SYS.1006',
    details: `can not maintain host[uuid:${hosts.linux}, status:Disconnected]which is not Connected`,
  });
  expect(await emulator.refused(...change(hosts.linux, 'break'))).toMatchObject({
    code: 'SYS.1007',
  });
});
