import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost, movableVm } from '../../support/hosts';
import { capture, load } from '../../support/capture';
import { put } from '../../support/volumes';

const { images, vms } = SEED;
const linux = vms.runningLinux;
const windows = vms.stoppedWindows;
const TAG = 'guestToolsHasAttached';
const act = (uuid: string, action: string, params: object = {}) =>
  ['PUT', `/vm-instances/${uuid}/actions`, { [action]: params }] as const;
const attach = (uuid: string) => act(uuid, 'attachGuestToolsIsoToVm');
const infoOf = (uuid: string, query = '') =>
  ['GET', `/vm-instances/${uuid}/guest-tools-infos${query}`] as const;
const tag = (resourceUuid: string, text: string) =>
  [
    'POST',
    '/system-tags',
    { params: { resourceType: 'VmInstanceVO', resourceUuid, tag: text } },
  ] as const;

async function tagsOf(emulator: TestEmulator, uuid: string): Promise<Json[]> {
  const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}&sort=%2Btag`);
  return body.inventories;
}
const textsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await tagsOf(emulator, uuid)).map((one) => one.tag);
const markOf = async (emulator: TestEmulator, uuid: string): Promise<Json> =>
  (await tagsOf(emulator, uuid)).find((one) => one.tag === TAG);

test('the ISO of the guest tools goes into a VM that runs: a tag says so, and no drive', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/vm-instances/${linux}/iso/${images.iso}`, {});
  const before = await emulator.find(`/vm-instances/${linux}`);
  const tags = await textsOf(emulator, linux);
  const answer = await emulator.call(...attach(linux));
  expect(answer.status).toBe(200);
  expect(answer.body.inventory).toBeUndefined();
  expect(await emulator.find(`/vm-instances/${linux}`)).toEqual(before);
  expect(await textsOf(emulator, linux)).toEqual([TAG, ...tags]);
  expect(await markOf(emulator, linux)).toMatchObject({ inherent: false, type: 'System' });
});

test('attached a second time, the tag is made anew', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...attach(linux));
  const first = await markOf(emulator, linux);
  await emulator.make(...attach(linux));
  const second = await markOf(emulator, linux);
  expect(second.uuid).not.toBe(first.uuid);
  expect((await textsOf(emulator, linux)).filter((one) => one === TAG)).toHaveLength(1);
});

test.each(['stopVmInstance', 'rebootVmInstance'])(
  'the ISO is gone, and its tag, with %s; other VMs keep theirs',
  async (action) => {
    const emulator = await TestEmulator.start();
    for (const uuid of [linux, vms.runningArmOnCeph]) await emulator.make(...attach(uuid));
    await emulator.make(...act(linux, action));
    // A guest of Linux has got nothing by them.
    expect(await textsOf(emulator, linux)).toEqual(['qemuga']);
    expect(await markOf(emulator, vms.runningArmOnCeph)).toBeDefined();
  },
);

test('the ISO is gone where something else stops the VM, too', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  const vm = await movableVm(emulator, host.uuid);
  await emulator.make(...attach(vm.uuid));
  await emulator.call('DELETE', `/hosts/${host.uuid}`);
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({ state: 'Stopped' });
  expect(await markOf(emulator, vm.uuid)).toBeUndefined();
});

test('the tag goes along to another host', async () => {
  const emulator = await TestEmulator.start();
  const here = await addHost(emulator, 'here');
  const vm = await movableVm(emulator, here.uuid);
  const there = await addHost(emulator, 'there');
  await emulator.make(...attach(vm.uuid));
  await emulator.make(...act(vm.uuid, 'migrateVm', { hostUuid: there.uuid }));
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({ hostUuid: there.uuid });
  expect(await markOf(emulator, vm.uuid)).toBeDefined();
});

test('with the tools Windows has drivers for virtio, and an agent, from its next start on', async () => {
  const emulator = await TestEmulator.start();
  const driver = async () => (await emulator.find(`/vm-instances/${windows}`)).vmNics[0].driverType;
  const own = ['bootMode::UEFI', 'GuestTools::2.4.0'];
  await emulator.make(...act(windows, 'startVmInstance'));
  await emulator.make(...act(windows, 'stopVmInstance'));
  // It has had its agent before; nobody gave it drivers.
  expect(await textsOf(emulator, windows)).toEqual([...own, 'qemuga']);
  expect(await driver()).toBe('e1000');
  await emulator.make(...act(windows, 'startVmInstance'));
  await emulator.make(...attach(windows));
  expect(await driver()).toBe('e1000');
  await emulator.make(...act(windows, 'stopVmInstance'));
  expect(await textsOf(emulator, windows)).toEqual([
    'bootMode::UEFI',
    'driver::virtio',
    'GuestTools::2.4.0',
    'qemuga',
  ]);
  expect(await driver()).toBe('virtio');
});

test('Windows without the tools gets neither', async () => {
  const emulator = await TestEmulator.start();
  const tools = (await tagsOf(emulator, windows)).find((one) => one.tag.startsWith('GuestTools'));
  await emulator.call('DELETE', `/tags/${tools.uuid}`);
  await emulator.make(...act(windows, 'startVmInstance'));
  await emulator.make(...attach(windows));
  await emulator.make(...act(windows, 'stopVmInstance'));
  expect(await textsOf(emulator, windows)).toEqual(['bootMode::UEFI']);
});

test.each([
  ["'s hypervisor type is not supported", "hypervisor_type = 'Simulator', state = 'Stopped'"],
  ["'s not running", "state = 'Paused', type = 'ApplianceVm'"],
  ["'s not user vm", "type = 'ApplianceVm'"],
  [' has no cdrom', ''],
])('a VM is refused because it%s', async (why, change) => {
  const emulator = await TestEmulator.start();
  put(emulator, `delete from vm_cd_roms where vm_instance_uuid = '${linux}'`);
  if (change) put(emulator, `update vm_instances set ${change} where uuid = '${linux}'`);
  expect(await emulator.refused(...attach(linux))).toMatchObject({
    code: 'SYS.1007',
    details: `cannot attach guest-tools iso to vm[uuid:${linux}] because it${why}`,
  });
});

test('VMs of others, and such that are not there', async () => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(...attach(linux), ALICE_SESSION);
  expect(refusal).toMatchObject({ code: 'SYS.1006' });
  expect(refusal.details).toContain(linux);
  const absent = '0123456789ab4def8123456789abcdef';
  expect(await emulator.refused(...attach(absent))).toMatchObject({ code: 'SYS.1003' });
  expect(await emulator.refused(...infoOf(absent))).toMatchObject({ code: 'SYS.1003' });
});

test('what is known of the tools in a guest of Linux follows from its tags', async () => {
  const emulator = await TestEmulator.start();
  const info = async () => (await emulator.call(...infoOf(linux))).body;
  // The agent answers, and the tools are not there.
  expect(await info()).toMatchObject({ version: null, status: 'NotRunning', features: {} });
  const [agent] = await tagsOf(emulator, linux);
  await emulator.call('DELETE', `/tags/${agent.uuid}`);
  expect(await info()).toMatchObject({ version: null, status: 'Not Connected', features: {} });
  const made = await emulator.make(...tag(linux, 'GuestTools::1.5.8'));
  expect(await info()).toMatchObject({ version: '1.5.8', status: 'Running', features: {} });
  await emulator.make('PUT', `/system-tags/${made.uuid}/actions`, {
    updateSystemTag: { tag: 'GuestTools::InstallFailed' },
  });
  expect(await info()).toMatchObject({ version: 'InstallFailed', status: 'NotRunning' });
});

test('what is known of the tools in a guest of Windows', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...act(windows, 'startVmInstance'));
  expect((await emulator.call(...infoOf(windows))).body).toMatchObject({
    version: '2.4.0',
    status: 'Running',
  });
  const tools = (await tagsOf(emulator, windows)).find((one) => one.tag.startsWith('GuestTools'));
  await emulator.call('DELETE', `/tags/${tools.uuid}`);
  expect(await emulator.refused(...infoOf(windows))).toMatchObject({
    code: 'GT.1004',
    details: `failed to get guest tools info from vm[uuid:${windows}], because:vm[uuid:${windows}] qga channel is not connected`,
  });
});

test('where tools cannot be', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update vm_instances set hypervisor_type = 'Simulator' where uuid = '${linux}'`);
  expect((await emulator.call(...infoOf(linux))).body).toMatchObject({
    version: null,
    status: 'Not Supported',
    features: null,
  });
});

test('how figures of guests come to a host can be asked, too', async () => {
  const emulator = await TestEmulator.start();
  const features = async (query: string) =>
    (await emulator.call(...infoOf(linux, query))).body.features;
  const lighttpd = { 'lighttpd.pid': 'None', 'lighttpd.ebtables': 'None' };
  const all = { ...lighttpd, 'pushgateway.pid': 'None', 'pushgateway.bind_address': 'None' };
  expect(await features('?debug=lighttpd&debug=lighttpd')).toEqual(lighttpd);
  expect(await features('?debug=lighttpd&debug=pushgateway')).toEqual(all);
  expect(await features('?debug=all&debug=x')).toEqual(all);
  expect(await emulator.refused(...infoOf(linux, '?debug=x&debug=lighttpd&debug=y'))).toMatchObject(
    {
      code: 'SYS.1007',
      details: 'invalid debug parameter: [x, y]',
    },
  );
});

test.each([
  ['not running', "state = 'Stopped', type = 'ApplianceVm'"],
  ['not user vm', "type = 'ApplianceVm'"],
])('nothing is known of the tools in a VM that is %s', async (why, change) => {
  const emulator = await TestEmulator.start();
  put(emulator, `update vm_instances set ${change} where uuid = '${linux}'`);
  expect(await emulator.refused(...infoOf(linux, '?debug=x'))).toMatchObject({
    code: 'SYS.1007',
    details: `cannot get guest-tools info from vm[uuid:${linux}] because it's ${why}`,
  });
});

test('a captured world knows which VM has the ISO', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...attach(linux));
  const again = await load(await capture(emulator));
  expect(await textsOf(again, linux)).toEqual([TAG, 'qemuga']);
});
