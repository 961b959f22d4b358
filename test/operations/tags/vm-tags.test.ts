import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { vms } = SEED;
const create = (resourceUuid: string, tag: string, resourceType = 'VmInstanceVO') =>
  ['POST', '/system-tags', { params: { resourceType, resourceUuid, tag } }] as const;
const U = '0123456789ab4def8123456789abcdef';

/** Tags of formats that the real system registers for VMs: some of each file that registers them. */
const VM_TAGS = [
  'hostname::web-1.example.com',
  'bootOrder::CdRom,HardDisk,Network',
  'userdata::YQ==',
  'sshkey::ssh-rsa AAAA',
  'rootPassword::secret',
  'consolePassword::secret',
  'cdroms::Empty::None::None',
  'createWithoutCdRom::true',
  'vmPriority::High',
  'packer',
  'driver::virtio',
  `staticIp::${U}::10.0.0.5`,
  `customMac::${U}::fa:16:3e:00:00:01`,
  'cleanTraffic::true',
  'vmMachineType::q35',
  'securityElementEnable::TRUE',
  'usbRedirect::false',
  'cpuSockets::2',
  'cpuCores::4',
  'cpuThreads::1',
  'vm::pci::bridge::num::31',
  `virtio::diskOffering::${U}::num::2`,
  'pendingCapacityChange::cpuNum::1::cpuSpeed::2::memory::3',
  'qxlMemory::1::2::3',
  `usbDeviceUuid::${U}::attachType::x`,
  'role::DHCP',
  'dedicatedRole',
  'marketplace::true',
];

test('a VM at rest takes tags of every kind that VMs have', async () => {
  const emulator = await TestEmulator.start();
  const group = await emulator.make('POST', '/security-groups', { params: { name: 'g' } });
  const tags = [...VM_TAGS, `l3::${SEED.l3Network}::SecurityGroupUuids::${group.uuid}`];
  for (const tag of tags) {
    const made = await emulator.make(...create(vms.stoppedWindows, tag));
    expect(made).toMatchObject({ tag, inherent: false, type: 'System' });
  }
  const { inventories } = (
    await emulator.call('GET', `/system-tags?q=resourceUuid=${vms.stoppedWindows}`)
  ).body;
  expect(inventories.map(({ tag }: Json) => tag)).toEqual(expect.arrayContaining(tags));
});

test.each([
  [
    'hostname::a_b',
    'hostname[a_b] specified in system tag[hostname::a_b] is not a valid domain name',
  ],
  ['bootOrder::CdRom,Floppy', 'invalid boot device[Floppy] in boot order[CdRom,Floppy]'],
  ['vmMachineType::i440', 'vm machine type requires [q35, pc, virt], but get [i440]'],
  [
    'securityElementEnable::1',
    'invalid securityElementEnable[securityElementEnable::1], 1 is not boolean class',
  ],
  ['usbRedirect::yes', 'invalid usbRedirect[usbRedirect::yes], yes is not boolean class'],
  ['cpuSockets::two', 'cpuSockets must be an integer'],
  ['cpuCores::2.5', 'cpuCores must be an integer'],
  ['cpuThreads::99999999999', 'cpuThreads must be an integer'],
  ['vm::pci::bridge::num::x', 'number must be a number'],
  ['vm::pci::bridge::num::32', 'pci bridge need a value greater than 0 and lower than 32'],
  ['driver::virtio', 'vm current state[Running], modify virtio requires the vm state[Stopped]'],
  ['driver::scsi', 'no system tag matches[driver::scsi] for resourceType[VmInstanceVO]'],
  [
    'localStorage::hostUuid::x',
    'no system tag matches[localStorage::hostUuid::x] for resourceType[VmInstanceVO]',
  ],
])('a running VM does not take %s', async (tag, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...create(vms.runningLinux, tag))).toMatchObject({
    code: 'SYS.1007',
    details,
  });
});

describe('a hostname is', () => {
  const LONG = 'a'.repeat(63);
  const TAKEN = ['web', 'WEB-1', '1', LONG, 'web.example.com', 'web.example.com.', 'a.localdomain'];
  const ALSO = ['x.localhost', 'web.xn--p1ai', 'web.рф', '1.2.3.arpa', 'a.b.museum'];
  test.each([...TAKEN, ...ALSO])('taken: %s', async (hostname) => {
    const emulator = await TestEmulator.start();
    const tag = `hostname::${hostname}`;
    expect(await emulator.make(...create(vms.runningLinux, tag))).toMatchObject({ tag });
  });

  const WRONG = ['web.local', 'web.internal', 'web.example', '192.168.0.1', 'web.', '-a', 'a-'];
  const TOO = ['a..com', 'a b', 'a_b.com', `${LONG}a`, `${`${LONG}.`.repeat(4)}com`, 'bücher.-x'];
  test.each([...WRONG, ...TOO])('refused: %s', async (hostname) => {
    const emulator = await TestEmulator.start();
    const tag = `hostname::${hostname}`;
    expect(await emulator.refused(...create(vms.runningLinux, tag))).toMatchObject({
      code: 'SYS.1007',
      details: `hostname[${hostname}] specified in system tag[${tag}] is not a valid domain name`,
    });
  });
});

describe('userdata is', () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['YQ', 'without padding'],
    [encoded('#!/bin/sh\necho hello\n'), 'a script that is YAML, too'],
    [encoded('#cloud-config\nchpasswd:\n  list: |\n    root:password\n'), 'a cloud-config'],
  ])('taken: %s, %s', async (userdata) => {
    const emulator = await TestEmulator.start();
    const tag = `userdata::${userdata}`;
    expect(await emulator.make(...create(vms.runningLinux, tag))).toMatchObject({ tag });
  });

  test.each([
    ['Y', 'Input byte[] should at least have 2 bytes for base64 bytes'],
    ['YWJjZ', 'Last unit does not have enough valid bits'],
    ['YQ=', 'Input byte array has wrong 4-byte ending unit'],
    ['YWJj=', 'Input byte array has wrong 4-byte ending unit'],
    ['YWI=YQ==', 'Input byte array has incorrect ending byte at 4'],
    ['YW-_', 'Illegal base64 character 2d'],
    [encoded('a: b: c'), 'bad indentation of a mapping entry'],
  ])('refused: %s', async (userdata, details) => {
    const emulator = await TestEmulator.start();
    const answer = emulator.refused(...create(vms.runningLinux, `userdata::${userdata}`));
    expect(await answer).toMatchObject({
      code: 'SYS.1000',
      details: expect.stringContaining(details),
    });
  });
});

test('passwords in tags are hidden by ZQL and the journal; a query tells the tag', async () => {
  const emulator = await TestEmulator.start();
  const text =
    '#cloud-config\nchpasswd:\n  list: |\n    root:SECRET\n  expire: false\nruncmd: [ls]\n';
  const tag = `userdata::${Buffer.from(text).toString('base64')}`;
  await emulator.make(...create(vms.runningLinux, tag));
  await emulator.make(...create(vms.runningLinux, 'consolePassword::SECRET'));
  const of = `resourceUuid=${vms.runningLinux}`;
  expect(await emulator.find(`/system-tags?q=${of}&q=tag=${tag}`)).toMatchObject({ tag });
  const zql = `query systemtag where resourceUuid='${vms.runningLinux}' and tag like '%::%'`;
  const { results } = (await emulator.call('GET', `/zql?zql=${encodeURIComponent(zql)}`)).body;
  const shown: string[] = results[0].inventories.map((one: Json) => one.tag);
  expect(shown).toContain('consolePassword::*****');
  const [userdata = ''] = shown.filter((one) => one.startsWith('userdata::'));
  const decoded = Buffer.from(userdata.slice('userdata::'.length), 'base64').toString();
  expect(decoded).toMatch(/^#cloud-config\nchpasswd:\n {2}list: [^]*\*{5}:\*{5}[^]*runcmd:/);
  expect(decoded).not.toContain('SECRET');
  const journal = JSON.stringify(await emulator.control('GET', '/journal'));
  expect(journal).not.toContain(tag);
  expect(journal).toContain('userdata::***');
  expect(journal).not.toContain('consolePassword::SECRET');
});

test('a VM has one userdata', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...create(vms.runningLinux, 'userdata::YQ=='));
  expect(await emulator.refused(...create(vms.runningLinux, 'userdata::Yg=='))).toMatchObject({
    code: 'SYS.1007',
    details: `Already have one userdata systemTag for vm[uuid: ${vms.runningLinux}].`,
  });
});
