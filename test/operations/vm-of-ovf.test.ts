import { SEED, TestEmulator, type Json } from '../support/emulator';
import { asBase64, ovfOf } from '../support/ovf';

/* What a VM of a descriptor is: what the call does not say of it the descriptor says. */

const GUEST = '<ovf:Description>CentOS 7</ovf:Description>';
const SECTION = /<ovf:OperatingSystemSection[\s\S]*<\/ovf:OperatingSystemSection>/;
const described = (text: string) =>
  ovfOf().replace(GUEST, `<ovf:Description>${text}</ovf:Description>`);
const USUAL = {
  name: 'appliance',
  cpu_num: 4,
  memory_size: 2 ** 32,
  platform: 'Linux',
  guest_os_type: 'CentOS 7',
  architecture: 'x86_64',
  virtio: 0,
};

const CASES: [what: string, ovf: string, told: object, differs: Partial<typeof USUAL>][] = [
  ['all of it', ovfOf(), {}, {}],
  ['another name', ovfOf({ name: 'other' }), {}, { name: 'other' }],
  ['a name, but the call has one', ovfOf(), { name: 'mine' }, { name: 'mine' }],
  ['processors, but the call has others', ovfOf(), { cpuNum: 1 }, { cpu_num: 1 }],
  ['memory, but the call has other', ovfOf(), { memorySize: 2 ** 30 }, { memory_size: 2 ** 30 }],
  [
    'Windows in words',
    described('Microsoft WINDOWS 2019'),
    {},
    { platform: 'Windows', guest_os_type: 'Microsoft WINDOWS 2019' },
  ],
  [
    'Windows by its type',
    ovfOf().replace('centos7_64Guest', 'windows9_64Guest'),
    {},
    { platform: 'Windows' },
  ],
  [
    'Windows, but the call another platform',
    described('Windows'),
    { platform: 'Other' },
    { platform: 'Other', guest_os_type: 'Windows' },
  ],
  ['long words', described('x'.repeat(300)), {}, { guest_os_type: 'x'.repeat(255) }],
  ['words, but the call others', ovfOf(), { guestOsType: 'mine' }, { guest_os_type: 'mine' }],
  ['no words', ovfOf().replace(GUEST, ''), {}, { guest_os_type: 'Linux' }],
  ['no system', ovfOf().replace(SECTION, ''), {}, { guest_os_type: 'Linux' }],
  [
    'no system, but the call a platform',
    ovfOf().replace(SECTION, ''),
    { platform: 'Windows' },
    { platform: 'Windows', guest_os_type: 'Windows' },
  ],
  [
    'disks of SCSI',
    ovfOf().replace(
      '<rasd:ResourceType>5</rasd:ResourceType>',
      '<rasd:ResourceType>6</rasd:ResourceType>',
    ),
    {},
    { virtio: 1 },
  ],
  ['disks of IDE, but the call says virtio', ovfOf(), { virtio: true }, { virtio: 1 }],
];

const makes = async (emulator: TestEmulator, ovf: string, told: object): Promise<Json> => {
  const infos = [{ ovfId: 'system', type: 'ImageUuid', uuid: SEED.images.linux }];
  return emulator.make('POST', '/ovf/create-vm-instance', {
    params: {
      xmlBase64: asBase64(ovf),
      jsonImageInfos: JSON.stringify(infos),
      backupStorageUuid: SEED.backupStorages.imageStore,
      jsonCreateVmParam: JSON.stringify({ zoneUuid: SEED.zone, ...told }),
    },
  });
};

test.each(CASES)('a descriptor says %s', async (_what, ovf, told, differs) => {
  const emulator = await TestEmulator.start();
  const { uuid } = await makes(emulator, ovf, told);
  const rows = emulator.world()['vm_instances'] as Json[];
  const row = rows.find((one) => one.uuid === uuid);
  const shown = Object.keys(USUAL).map((column) => [column, row[column]]);
  expect(Object.fromEntries(shown)).toEqual({ ...USUAL, ...differs });
});

test.each([
  ['efi', {}, ['bootMode::UEFI']],
  ['EFI', {}, ['bootMode::UEFI']],
  ['bios', {}, []],
  ['efi', { systemTags: ['bootMode::Legacy'] }, ['bootMode::Legacy']],
  ['efi', { systemTags: ['bootMode::UEFI_WITH_CSM'] }, ['bootMode::UEFI_WITH_CSM']],
])('a guest of firmware %s boots as %j', async (firmware, told, expected) => {
  const emulator = await TestEmulator.start();
  const ovf = ovfOf().replace('vmw:value="efi"', `vmw:value="${firmware}"`);
  const { uuid } = await makes(emulator, ovf, told);
  const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`);
  const tags = body.inventories.map(({ tag }: Json) => tag);
  expect(tags.filter((tag: string) => tag.startsWith('bootMode'))).toEqual(expected);
});
