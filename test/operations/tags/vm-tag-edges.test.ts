import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { vms, l3Network, publicNetwork, images } = SEED;
const NOWHERE = 'ffffffffffff4fff8fffffffffffffff';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const create = (tag: string, resourceUuid: string = vms.stoppedWindows) =>
  [
    'POST',
    '/system-tags',
    { params: { resourceType: 'VmInstanceVO', resourceUuid, tag } },
  ] as const;
const tagsOf = async (uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );
const newVm = (systemTags: string[]) =>
  [
    'POST',
    '/vm-instances',
    {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: 2 ** 30,
        imageUuid: images.linux,
        l3NetworkUuids: [l3Network],
      },
      systemTags,
    },
  ] as const;

test.each([
  'cpuSockets::2147483647',
  'cpuSockets::-2147483647',
  'cpuCores::+4',
  'cpuThreads::0',
  'cpuThreads::12',
  'vm::pci::bridge::num::1',
  'vm::pci::bridge::num::+31',
  'usbRedirect::True',
  'securityElementEnable::false',
  'vmMachineType::pc',
  'vmMachineType::virt',
  'bootOrder::CdRom',
  'cleanTraffic::true',
])('a VM takes %s', async (tag) => {
  expect(await emulator.make(...create(tag))).toMatchObject({ tag });
});

test.each([
  ['cpuSockets::2147483648', 'cpuSockets must be an integer'],
  ['cpuSockets::-2147483648', 'cpuSockets must be an integer'],
  ['cpuCores::x4', 'cpuCores must be an integer'],
  ['cpuCores::4x', 'cpuCores must be an integer'],
  ['vm::pci::bridge::num::0', 'pci bridge need a value greater than 0 and lower than 32'],
  ['vm::pci::bridge::num::-1', 'pci bridge need a value greater than 0 and lower than 32'],
  ['vm::pci::bridge::num::x1', 'number must be a number'],
  ['vm::pci::bridge::num::1x', 'number must be a number'],
  ['vm::pci::bridge::num::12345678901', 'number must be a number'],
  ['usbRedirect::xtrue', 'invalid usbRedirect[usbRedirect::xtrue], xtrue is not boolean class'],
  ['usbRedirect::truex', 'invalid usbRedirect[usbRedirect::truex], truex is not boolean class'],
  [
    `l3::${publicNetwork}::SecurityGroupUuids::x`,
    `the netwotk service[type:SecurityGroup] not enabled on the l3Network[uuid:${publicNetwork}]`,
  ],
  [
    `l3::${NOWHERE}::SecurityGroupUuids::x`,
    `the netwotk service[type:SecurityGroup] not enabled on the l3Network[uuid:${NOWHERE}]`,
  ],
])('a VM does not take %s', async (tag, details) => {
  expect(await emulator.refused(...create(tag))).toMatchObject({ code: 'SYS.1007', details });
});

test('a hostname has 253 characters at most', async () => {
  const label = (letter: string, length: number) => letter.repeat(length);
  const of = (length: number) =>
    [
      label('a', 63),
      label('b', 63),
      label('c', 63),
      label('d', length - 63 * 3 - 3 - 4),
      'com',
    ].join('.');
  expect([of(253).length, of(254).length]).toEqual([253, 254]);
  await emulator.make(...create(`hostname::${of(253)}`));
  expect((await emulator.refused(...create(`hostname::${of(254)}`))).details).toMatch(
    /is not a valid domain name$/,
  );
});

test.each(['Running', 'Unknown'])('a VM that is %s keeps its drivers', async (state) => {
  put(emulator, `update vm_instances set state = '${state}' where uuid = '${vms.runningLinux}'`);
  expect(await emulator.refused(...create('driver::virtio', vms.runningLinux))).toMatchObject({
    details: `vm current state[${state}], modify virtio requires the vm state[Stopped]`,
  });
});

test('a VM of the cloud has no clean traffic', async () => {
  put(
    emulator,
    `update vm_instances set type = 'ApplianceVm' where uuid = '${vms.stoppedWindows}'`,
  );
  expect(await emulator.refused(...create('cleanTraffic::true'))).toMatchObject({
    code: 'SYS.1007',
    details: 'clean traffic is not supported for vm type [ApplianceVm]',
  });
});

describe('drivers of NICs', () => {
  const drivers = async (uuid: string = vms.stoppedWindows): Promise<string[]> =>
    (await emulator.find(`/vm-instances/${uuid}`)).vmNics.map(({ driverType }: Json) => driverType);

  test('come and go with the tag of a VM, and with no other tag of it', async () => {
    const before = await drivers();
    const other = await emulator.make(...create('hostname::web'));
    expect(await drivers()).toEqual(before);
    const { uuid } = await emulator.make(...create('driver::virtio'));
    expect(await drivers()).toEqual(['virtio']);
    await emulator.make('DELETE', `/tags/${other.uuid}`);
    expect(await drivers()).toEqual(['virtio']);
    await emulator.make('DELETE', `/tags/${uuid}`);
    expect(await drivers()).toEqual(['e1000']);
  });
});

test('a boot mode that is there already is no second one', async () => {
  const put = (tag: string) =>
    [
      'POST',
      '/system-tags',
      { params: { resourceType: 'ImageVO', resourceUuid: images.linux, tag } },
    ] as const;
  await emulator.make(...put('bootMode::UEFI'));
  const again = await emulator.call(...put('bootMode::UEFI'));
  expect([
    again.status,
    (await tagsOf(images.linux)).filter((tag) => tag.includes('bootMode')),
  ]).toEqual([200, ['bootMode::UEFI']]);
});

describe('of the tags of a new VM', () => {
  test.each([
    [['hostname::a', 'hostname::b'], 'only one hostname system tag is allowed, but 2 got'],
    [
      ['hostname::a_b'],
      'hostname[a_b] specified in system tag[hostname::a_b] is not a valid domain name',
    ],
    [
      ['userdata::YQ==', 'userdata::Yg=='],
      "Shouldn't be more than one userdata systemTag for one vm.",
    ],
    [['vmMachineType::x'], 'vm machine type requires [q35, pc, virt], but get [x]'],
  ])('%j are refused', async (tags, details) => {
    expect(await emulator.refused(...newVm(tags))).toMatchObject({ code: 'SYS.1007', details });
  });

  test('others are taken, and not looked at', async () => {
    const tags = ['hostname::a', 'userdata::YQ==', 'cleanTraffic::true', 'cpuSockets::x'];
    const { uuid } = await emulator.make(...newVm(tags));
    expect(await tagsOf(uuid)).toEqual(expect.arrayContaining(tags));
  });

  test('userdata that is none fails', async () => {
    expect((await emulator.refused(...newVm(['userdata::Y']))).code).toBe('SYS.1000');
  });
});
