import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost, answers, movableVm } from '../../support/hosts';
import { GIB, put } from '../../support/volumes';

const { hosts, images, vms, zone } = SEED;
const act = (uuid: string, action: string, params: object = {}) =>
  ['PUT', `/vm-instances/${uuid}/actions`, { [action]: params }] as const;

/** A VM on a host of its own, and another host that it can go to. */
async function pair() {
  const emulator = await TestEmulator.start();
  const here = await addHost(emulator, 'here');
  const vm = await movableVm(emulator, here.uuid);
  const there = await addHost(emulator, 'there');
  for (const uuid of [hosts.linux, hosts.arm]) {
    await emulator.make('PUT', `/hosts/${uuid}/actions`, {
      changeHostState: { stateEvent: 'disable' },
    });
  }
  return { emulator, here, there, vm };
}

test('a VM is rebooted on its host, and goes through Rebooting', async () => {
  const { emulator, here, vm } = await pair();
  expect(await emulator.make(...act(vm.uuid, 'rebootVmInstance'))).toMatchObject({
    state: 'Running',
    hostUuid: here.uuid,
  });
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  await emulator.anonymous
    .put(`/zstack/v1/vm-instances/${vm.uuid}/actions`)
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .set('Prefer', 'respond-async')
    .send({ rebootVmInstance: {} });
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({ state: 'Rebooting' });
});

test('a VM is paused and resumed on its host, and keeps what it takes there', async () => {
  const { emulator, here, vm } = await pair();
  const free = async () => (await emulator.find(`/hosts/${here.uuid}`)).availableCpuCapacity;
  const before = await free();
  expect(await emulator.make(...act(vm.uuid, 'pauseVmInstance'))).toMatchObject({
    state: 'Paused',
    hostUuid: here.uuid,
  });
  expect(await free()).toBe(before);
  expect(await emulator.refused(...act(vm.uuid, 'pauseVmInstance'))).toMatchObject({
    code: 'VM.1012',
    cause: { code: 'VM.1010' },
  });
  expect(await emulator.make(...act(vm.uuid, 'resumeVmInstance'))).toMatchObject({
    state: 'Running',
    hostUuid: here.uuid,
  });
  expect(await emulator.refused(...act(vm.uuid, 'resumeVmInstance'))).toMatchObject({
    code: 'VM.1013',
    cause: { code: 'VM.1010' },
  });
});

test.each([
  ['rebootVmInstance', 'VM.1003'],
  ['pauseVmInstance', 'VM.1012'],
  ['stopVmInstance', 'VM.1002'],
])('%s needs a host that answers', async (action, code) => {
  const { emulator, here, vm } = await pair();
  put(emulator, `update hosts set status = 'Connecting' where uuid = '${here.uuid}'`);
  const refusal = await emulator.refused(...act(vm.uuid, action));
  expect(refusal).toMatchObject({
    code,
    details: 'unable to do the operation because the host is in status of Disconnected',
  });
  expect(JSON.stringify(refusal)).toContain(
    `host[uuid:${here.uuid}, name:here] is in status[Connecting], cannot perform required operation`,
  );
});

test.each(['reboot', 'pause', 'resume'])(
  '%s is refused in a state that does not allow it',
  async (what) => {
    const { emulator, vm } = await pair();
    await emulator.make(...act(vm.uuid, 'stopVmInstance'));
    const refusal = await emulator.refused(...act(vm.uuid, `${what}VmInstance`));
    expect(JSON.stringify(refusal)).toContain("current vm instance state[Stopped] doesn't allow");
    expect(JSON.stringify(refusal)).toContain('VM.1010');
  },
);

test('a VM goes to another host, with what it takes; a paused one stays paused', async () => {
  const { emulator, here, there, vm } = await pair();
  const free = async (uuid: string) => {
    const host = await emulator.find(`/hosts/${uuid}`);
    return host.totalCpuCapacity - host.availableCpuCapacity;
  };
  const candidates = await emulator.call('GET', `/vm-instances/${vm.uuid}/migration-target-hosts`);
  expect(candidates.body.inventories).toMatchObject([{ uuid: there.uuid }]);
  expect(await emulator.make(...act(vm.uuid, 'migrateVm'))).toMatchObject({
    state: 'Running',
    hostUuid: there.uuid,
    lastHostUuid: here.uuid,
  });
  expect([await free(here.uuid), await free(there.uuid)]).toEqual([0, 2]);
  await emulator.make(...act(vm.uuid, 'pauseVmInstance'));
  expect(await emulator.make(...act(vm.uuid, 'migrateVm', { hostUuid: here.uuid }))).toMatchObject({
    state: 'Paused',
    hostUuid: here.uuid,
  });
  expect(await emulator.refused(...act(vm.uuid, 'migrateVm'))).toMatchObject({
    code: 'SYS.1007',
    details: `the vm[uuid:${vm.uuid}] is still paused after the last migration, please resume it before migrate.`,
  });
  await emulator.make(...act(vm.uuid, 'resumeVmInstance'));
  expect(await emulator.make(...act(vm.uuid, 'migrateVm'))).toMatchObject({ hostUuid: there.uuid });
});

test('a VM that cannot go stays where it is', async () => {
  const { emulator, here, there, vm } = await pair();
  const refused = (params: object = {}) => emulator.refused(...act(vm.uuid, 'migrateVm', params));
  expect(await refused({ hostUuid: here.uuid })).toMatchObject({
    code: 'SYS.1007',
    details: `the vm[uuid:${vm.uuid}] is already on host[uuid:${here.uuid}]`,
  });
  expect(await refused({ hostUuid: hosts.linux })).toMatchObject({
    code: 'SYS.1006',
    details: `No host with zoneUuid=${zone} hostUuid=${hosts.linux} hypervisorType=KVM  found`,
  });
  await emulator.configure('host/cpu.overProvisioning.ratio', '1');
  put(emulator, `update hosts set cpu_num = 1 where uuid = '${there.uuid}'`);
  expect((await refused()).details).toContain(`no enough CPU[2] on the host[uuid:${there.uuid}]`);
  put(
    emulator,
    `update hosts set cpu_num = 32, memory_size = ${2 * GIB} where uuid = '${there.uuid}'`,
  );
  await emulator.configure('kvm/reservedMemory', '2G');
  expect((await refused()).details).toContain(
    `no enough memory[${GIB}] on the host[uuid:${there.uuid}]`,
  );
  await answers(emulator, there.uuid, false);
  expect(await refused()).toMatchObject({
    code: 'SYS.1006',
    details: `after rule out avoided host[${here.uuid}], there is no host left in candidates`,
  });
  await emulator.make(...act(vm.uuid, 'stopVmInstance'));
  expect(await refused()).toMatchObject({ code: 'VM.1008', cause: { code: 'VM.1010' } });
});

test('a VM with its disk on a host takes it along, and nothing else', async () => {
  const emulator = await TestEmulator.start();
  const { uuid: host } = await addHost(emulator);
  const refused = () => emulator.refused(...act(vms.runningLinux, 'migrateVm', { hostUuid: host }));
  expect(await refused()).toMatchObject({
    code: 'SYS.1006',
    details: `unable to live migrate vm[uuid:${vms.runningLinux}] with data volumes on local storage. Need detach all data volumes first.`,
  });
  put(emulator, `update volumes set vm_instance_uuid = null where type = 'Data'`);
  put(emulator, `update vm_instances set platform = 'Windows' where uuid = '${vms.runningLinux}'`);
  expect(await refused()).toMatchObject({
    details: `unable to live migrate vm[uuid:${vms.runningLinux}] with local storage. Only linux guest is supported. Current platform is [Windows]`,
  });
  put(emulator, `update vm_instances set platform = 'Linux' where uuid = '${vms.runningLinux}'`);
  const iso = `/vm-instances/${vms.runningLinux}/iso`;
  await emulator.make('POST', `${iso}/${images.iso}`, { params: {} });
  expect(await refused()).toMatchObject({
    details: `unable to live migrate vm[uuid:${vms.runningLinux}] with ISO on local storage. Need detach all ISO first.`,
  });
  await emulator.make('DELETE', iso);
  const kind = (hypervisor: string) => {
    for (const table of ['hosts', 'vm_instances', 'clusters']) {
      put(emulator, `update ${table} set hypervisor_type = '${hypervisor}'`);
    }
  };
  kind('Simulator');
  expect(await refused()).toMatchObject({
    details: "local storage doesn't support live migration for hypervisor[Simulator]",
  });
  kind('KVM');
  const moved = await emulator.make(...act(vms.runningLinux, 'migrateVm', { hostUuid: host }));
  expect(moved).toMatchObject({ state: 'Running', hostUuid: host });
  const ref = await emulator.find(
    `/primary-storage/local-storage/resource-refs?q=resourceUuid=${SEED.volumes.runningLinux}`,
  );
  expect(ref).toMatchObject({ hostUuid: host });
});

test('a VM with its disk on a host starts there alone', async () => {
  const emulator = await TestEmulator.start();
  await addHost(emulator);
  await emulator.make(...act(vms.runningLinux, 'stopVmInstance'));
  const disable = { changeHostState: { stateEvent: 'disable' } };
  await emulator.make('PUT', `/hosts/${hosts.linux}/actions`, disable);
  const details = `the vm[uuid: ${vms.runningLinux}] using local primary storage can only be started on the host[uuid: ${hosts.linux}], but the host is either not having enough CPU/memory/GPU/VFNIC or in the state[Enabled] or status[Connected] to start the vm`;
  expect(await emulator.refused(...act(vms.runningLinux, 'startVmInstance'))).toMatchObject({
    code: 'VM.1001',
    details,
    cause: { code: 'HOST_ALLOCATION.1000', details },
  });
  await emulator.make('PUT', `/hosts/${hosts.linux}/actions`, {
    changeHostState: { stateEvent: 'enable' },
  });
  expect(await emulator.make(...act(vms.runningLinux, 'startVmInstance'))).toMatchObject({
    state: 'Running',
    hostUuid: hosts.linux,
  });
});

test('where a VM that stands still can start is told', async () => {
  const { emulator, here, there, vm } = await pair();
  await emulator.make(...act(vm.uuid, 'stopVmInstance'));
  const { body } = await emulator.call('GET', `/vm-instances/${vm.uuid}/starting-target-hosts`);
  expect(body.hosts).toMatchObject([{ uuid: here.uuid }, { uuid: there.uuid }]);
  expect(body.clusters).toMatchObject([{ uuid: SEED.clusters.used }]);
});

/** What is asked of a VM while its way is slow; each task of it is stepped in the end. */
async function slowly(emulator: TestEmulator, uuid: string, action: string, params: object = {}) {
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const begun = await emulator.call(...act(uuid, action, params));
  expect(begun.status).toBe(202);
  return async () => {
    const { inventories } = (await emulator.control('GET', '/tasks')).body;
    const [task] = inventories.filter(({ jobUuid }: Json) => jobUuid !== null);
    await emulator.control('POST', `/tasks/${task.id}/step`);
    const polled = await fetch(begun.body.location, {
      headers: { Authorization: 'OAuth 5e55000000004000800000000000ad01' },
    });
    return (await polled.json()) as { error?: { code: string; cause?: { code: string } } };
  };
}

test.each([
  ['rebootVmInstance', 'Rebooting', 'VM.1003'],
  ['pauseVmInstance', 'Pausing', 'VM.1012'],
  ['resumeVmInstance', 'Resuming', 'VM.1013'],
])('%s whose host is deleted meanwhile fails, and the VM is stopped', async (action, way, code) => {
  const { emulator, here, vm } = await pair();
  if (way === 'Resuming') await emulator.make(...act(vm.uuid, 'pauseVmInstance'));
  const end = await slowly(emulator, vm.uuid, action);
  expect((await emulator.call('DELETE', `/hosts/${here.uuid}`)).status).toBe(200);
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: way,
    hostUuid: null,
  });
  const { error } = await end();
  expect(error).toMatchObject({ code });
  expect(JSON.stringify(error)).toContain(
    `cannot find host[uuid:${here.uuid}], it may have been deleted`,
  );
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Stopped',
    hostUuid: null,
    lastHostUuid: null,
  });
  await emulator.control('PUT', '/progression', { mode: 'immediate' });
  expect(await emulator.make(...act(vm.uuid, 'startVmInstance'))).toMatchObject({
    state: 'Running',
  });
});

test('a VM arrives though the host that it left is deleted', async () => {
  const { emulator, here, there, vm } = await pair();
  const end = await slowly(emulator, vm.uuid, 'migrateVm', { hostUuid: there.uuid });
  await emulator.call('DELETE', `/hosts/${here.uuid}`);
  expect((await end()).error ?? null).toBeNull();
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Running',
    hostUuid: there.uuid,
    lastHostUuid: null,
  });
});

test.each([
  ['is where it was', 'Running', false],
  ['is stopped where that host is deleted, too', 'Stopped', true],
])('a VM whose new host is deleted on its way %s', async (_what, state, isOriginDeleted) => {
  const { emulator, here, there, vm } = await pair();
  const end = await slowly(emulator, vm.uuid, 'migrateVm', { hostUuid: there.uuid });
  const hostUuid = isOriginDeleted ? null : here.uuid;
  await emulator.call('DELETE', `/hosts/${there.uuid}`);
  if (isOriginDeleted) await emulator.call('DELETE', `/hosts/${here.uuid}`);
  expect((await end()).error).toMatchObject({ code: expect.any(String) });
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({ state, hostUuid });
});

test('a paused VM that goes nowhere, and came from nowhere, is stopped', async () => {
  const { emulator, here, there, vm } = await pair();
  await emulator.make(...act(vm.uuid, 'pauseVmInstance'));
  const end = await slowly(emulator, vm.uuid, 'migrateVm', { hostUuid: there.uuid });
  for (const { uuid } of [here, there]) await emulator.call('DELETE', `/hosts/${uuid}`);
  await end();
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Stopped',
    hostUuid: null,
  });
});
