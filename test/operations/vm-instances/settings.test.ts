import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { vms, images } = SEED;
const vm = vms.stoppedWindows;
const act = (action: string, params: object = {}, more: object = {}) =>
  ['PUT', `/vm-instances/${vm}/actions`, { [action]: params, ...more }] as const;
const tagsOf = async (emulator: TestEmulator): Promise<string[]> => {
  const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${vm}`);
  return body.inventories.map(({ tag }: Json) => String(tag)).toSorted();
};
const get = async (emulator: TestEmulator, what: string) =>
  (await emulator.call('GET', `/vm-instances/${vm}/${what}`)).body;

test('the order in which a VM tries its devices', async () => {
  const emulator = await TestEmulator.start();
  const before = await tagsOf(emulator);
  expect(await get(emulator, 'boot-orders')).toMatchObject({ orders: ['HardDisk', 'Network'] });
  const order = ['CdRom', 'HardDisk', 'CdRom'];
  await emulator.make(
    ...act('setVmBootOrder', { bootOrder: order }, { systemTags: ['bootOrderOnce::true'] }),
  );
  expect(await get(emulator, 'boot-orders')).toMatchObject({ orders: ['CdRom', 'HardDisk'] });
  expect(await tagsOf(emulator)).toEqual(
    [...before, 'bootOrder::CdRom,HardDisk', 'bootOrderOnce::true'].toSorted(),
  );
  await emulator.make(...act('setVmBootOrder'));
  expect(await tagsOf(emulator)).toEqual(before);
  expect(await emulator.refused(...act('setVmBootOrder', { bootOrder: ['Floppy'] }))).toMatchObject(
    {
      code: 'SYS.1007',
      details: 'invalid boot device[Floppy] in boot order[Floppy]',
    },
  );
  await emulator.make('POST', `/vm-instances/${vm}/iso/${images.iso}`, { params: {} });
  expect(await get(emulator, 'boot-orders')).toMatchObject({
    orders: ['HardDisk', 'CdRom', 'Network'],
  });
});

test('how a VM boots', async () => {
  const emulator = await TestEmulator.start();
  const before = await tagsOf(emulator);
  expect(before).toContain('bootMode::UEFI');
  const others = before.filter((tag) => !tag.startsWith('bootMode::'));
  expect((await emulator.call(...act('setVmBootMode', { bootMode: 'Legacy' }))).status).toBe(200);
  expect(await tagsOf(emulator)).toEqual([...others, 'bootMode::Legacy'].toSorted());
  const refusal = await emulator.refused(...act('setVmBootMode', { bootMode: 'BIOS' }));
  expect(refusal.code).toBe('SYS.1000');
  expect(refusal.details).toContain('"code":"SYS.1007"');
  await emulator.call('DELETE', `/vm-instances/${vm}/bootmode`);
  expect(await tagsOf(emulator)).toEqual(others);
});

test('the name of the guest', async () => {
  const emulator = await TestEmulator.start();
  const before = await tagsOf(emulator);
  expect(await get(emulator, 'hostnames')).toMatchObject({ hostname: null });
  await emulator.call(...act('setVmHostname', { hostname: 'web' }));
  await emulator.call(...act('setVmHostname', { hostname: 'db' }));
  expect(await get(emulator, 'hostnames')).toMatchObject({ hostname: 'db' });
  expect(await tagsOf(emulator)).toEqual([...before, 'hostname::db'].toSorted());
  expect((await emulator.refused(...act('setVmHostname', { hostname: 'not a name' }))).code).toBe(
    'SYS.1000',
  );
  await emulator.call('DELETE', `/vm-instances/${vm}/hostnames`);
  expect(await tagsOf(emulator)).toEqual(before);
});

test('the key of the guest', async () => {
  const emulator = await TestEmulator.start();
  expect(await get(emulator, 'ssh-keys')).toMatchObject({ sshKey: null });
  await emulator.make(...act('setVmSshKey', { SshKey: 'ssh-rsa AAAA me' }));
  expect(await get(emulator, 'ssh-keys')).toMatchObject({ sshKey: 'ssh-rsa AAAA me' });
  await emulator.call('DELETE', `/vm-instances/${vm}/ssh-keys`);
  expect(await get(emulator, 'ssh-keys')).toMatchObject({ sshKey: null });
});

test('the password of the console', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...act('setVmConsolePassword', { consolePassword: 'abc123' }));
  expect(await get(emulator, 'console-passwords')).toMatchObject({ password: 'abc123' });
  const weak = act('setVmConsolePassword', { consolePassword: 'password1' });
  expect(await emulator.refused(...weak)).toMatchObject({
    code: 'SYS.1007',
    details:
      "The console password cannot start with 'password' which may trigger a VNC security issue",
  });
  await emulator.call('DELETE', `/vm-instances/${vm}/console-password`);
  expect(await get(emulator, 'console-passwords')).toMatchObject({ password: null });
});

test('where the console of a VM is', async () => {
  const emulator = await TestEmulator.start();
  const { hostUuid } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
  const { managementIp } = await emulator.find(`/hosts/${hostUuid}`);
  const path = (uuid: string) => `/vm-instances/${uuid}/console-addresses`;
  const { body } = await emulator.call('GET', path(vms.runningLinux));
  expect(body).toMatchObject({ hostIp: managementIp, protocol: 'vnc' });
  expect(body.vdiPortInfo.vncPort).toBe(body.port);
  expect(await emulator.refused('GET', path(vm))).toMatchObject({ code: 'SYS.1006' });
});

test('what can be done with a VM', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', `/vm-instances/${vms.runningArmOnCeph}/capabilities`);
  expect(body.capabilities).toEqual({
    LiveMigration: true,
    VolumeMigration: false,
    // Its image is not there any more.
    Reimage: false,
    MemorySnapshot: false,
  });
  const many = await emulator.call('GET', `/vm-instances/capabilities?vmUuids=${vm}`);
  expect(Object.keys(many.body.vmsCaps)).toEqual([vm]);
  expect(many.body.vmsCaps[vm]).toMatchObject({ supportLiveMigration: false });
  const absent = '/vm-instances/capabilities?vmUuids=0123456789ab4def8123456789abcdef';
  expect(await emulator.refused('GET', absent)).toMatchObject({ code: 'SYS.1000' });
});

test('volumes of a VM move by what is open when it is at rest on local storage', async () => {
  const emulator = await TestEmulator.start();
  for (const [uuid, supportVolumeMigration] of [
    ['a0000000000040008000000000000008', true],
    [vms.stoppedWindows, false],
    [vms.runningLinux, false],
  ] as const) {
    const { body } = await emulator.call('GET', `/vm-instances/${uuid}/capabilities`);
    expect(body.capabilities).toMatchObject({ VolumeMigration: supportVolumeMigration });
  }
});
