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
  `l3::${U}::SecurityGroupUuids::${U}`,
  `usbDeviceUuid::${U}::attachType::x`,
  'role::DHCP',
  'dedicatedRole',
  'marketplace::true',
];

test('a VM at rest takes tags of every kind that VMs have', async () => {
  const emulator = await TestEmulator.start();
  for (const tag of VM_TAGS) {
    const made = await emulator.make(...create(vms.stoppedWindows, tag));
    expect(made).toMatchObject({ tag, inherent: false, type: 'System' });
  }
  const { inventories } = (
    await emulator.call('GET', `/system-tags?q=resourceUuid=${vms.stoppedWindows}`)
  ).body;
  expect(inventories.map(({ tag }: Json) => tag)).toEqual(expect.arrayContaining(VM_TAGS));
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

test('a VM has one userdata', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...create(vms.runningLinux, 'userdata::YQ=='));
  expect(await emulator.refused(...create(vms.runningLinux, 'userdata::Yg=='))).toMatchObject({
    code: 'SYS.1007',
    details: `Already have one userdata systemTag for vm[uuid: ${vms.runningLinux}].`,
  });
});
