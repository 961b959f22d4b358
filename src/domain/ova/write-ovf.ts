import { uriOfFormat } from './disk-formats.js';
import { NAMESPACES, RESOURCE_TYPES } from './ovf.js';
import type { ImageFormat } from '../image/image.js';

/** What a descriptor is written of. Sizes are bytes. */
export interface DescribedVm {
  readonly name: string;
  readonly description: string | null;
  readonly cpuNum: number;
  readonly memorySize: number;
  readonly guestOsType: string;
  readonly platform: string;
  /** Whether it boots by UEFI. */
  readonly isUefi: boolean;
  readonly virtio: boolean;
  readonly cdRoms: number;
  readonly nics: readonly { readonly network: string; readonly model: string }[];
  /** The root disk first. */
  readonly disks: readonly DescribedDisk[];
}

export interface DescribedDisk {
  readonly name: string;
  readonly fileName: string;
  /** Of its file. */
  readonly length: number;
  readonly format: ImageFormat;
  readonly isStream: boolean;
  readonly capacity: number;
  readonly populatedSize: number;
}

/** Of the CIM's list, what is said of guests here; a guest that is none of them is another one (1). */
const SYSTEMS: readonly (readonly [id: number, guest: RegExp])[] = [
  [107, /centos/i],
  [80, /red ?hat|rhel/i],
  [94, /ubuntu/i],
  [96, /debian/i],
  [101, /linux|kylin|uos|rocky|alma|suse|fedora/i],
];

/** A controller takes as many devices as this. */
const DEVICES_OF_CONTROLLER = 30;
const SYSTEM_TYPE = 'zstack-kvm';

/** The descriptor of a VM by the DMTF's envelope of OVF 1.1, which all that read OVFs take. */
export function writeOvf(vm: DescribedVm): string {
  const networks = [...new Set(vm.nics.map(({ network }) => network))];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="${NAMESPACES.ovf}" xmlns:ovf="${NAMESPACES.ovf}" xmlns:rasd="${NAMESPACES.rasd}" xmlns:vssd="${NAMESPACES.vssd}" xmlns:vmw="${NAMESPACES.vmw}">
  <References>
${vm.disks.map((disk, i) => `    <File ovf:href="${escaped(disk.fileName)}" ovf:id="file${i + 1}" ovf:size="${disk.length}"/>`).join('\n')}
  </References>
  <DiskSection>
    <Info>The disks of the virtual machine</Info>
${vm.disks.map(diskElement).join('\n')}
  </DiskSection>
${networks.length === 0 ? '' : networkSection(networks)}  <VirtualSystem ovf:id="${escaped(vm.name)}">
    <Info>${escaped(vm.description ?? 'A virtual machine')}</Info>
    <Name>${escaped(vm.name)}</Name>
    <OperatingSystemSection ovf:id="${systemOf(vm)}">
      <Info>The operating system of the guest</Info>
      <Description>${escaped(vm.guestOsType)}</Description>
    </OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>What the virtual machine has</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>${escaped(vm.name)}</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>${SYSTEM_TYPE}</vssd:VirtualSystemType>
      </System>
${itemsOf(vm).map(itemElement).join('\n')}
${vm.isUefi ? '      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>\n' : ''}    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
`;
}

const diskElement = (disk: DescribedDisk, i: number) =>
  `    <Disk ovf:capacity="${disk.capacity}" ovf:capacityAllocationUnits="byte" ovf:diskId="vmdisk${i + 1}" ovf:fileRef="file${i + 1}" ovf:format="${escaped(uriOfFormat(disk.format, disk.isStream))}" ovf:populatedSize="${disk.populatedSize}"/>`;

const networkSection = (names: readonly string[]) => `  <NetworkSection>
    <Info>The networks of the virtual machine</Info>
${names.map((name) => `    <Network ovf:name="${escaped(name)}"/>`).join('\n')}
  </NetworkSection>
`;

function systemOf({ guestOsType, platform }: DescribedVm): number {
  const guest = platform === 'Linux' ? `${guestOsType} linux` : guestOsType;
  return SYSTEMS.find(([, pattern]) => pattern.test(guest))?.[0] ?? 1;
}

/** Settings of a resource; what is not said of it is not written. */
type Item = Readonly<Record<string, string | number | boolean>>;

function itemsOf(vm: DescribedVm): Item[] {
  let instance = 0;
  const next = () => String(++instance);
  const items: Item[] = [
    {
      AllocationUnits: 'hertz * 10^6',
      Description: 'Number of virtual CPUs',
      ElementName: `${vm.cpuNum} virtual CPU(s)`,
      InstanceID: next(),
      ResourceType: RESOURCE_TYPES.cpu,
      VirtualQuantity: vm.cpuNum,
    },
    {
      AllocationUnits: 'byte',
      Description: 'Memory size',
      ElementName: `${vm.memorySize} bytes of memory`,
      InstanceID: next(),
      ResourceType: RESOURCE_TYPES.memory,
      VirtualQuantity: vm.memorySize,
    },
  ];
  const devices: Item[] = [
    ...vm.disks.map((disk, i) => ({
      ElementName: disk.name,
      HostResource: `ovf:/disk/vmdisk${i + 1}`,
      ResourceType: RESOURCE_TYPES.disk,
    })),
    ...Array.from({ length: vm.cdRoms }, (_, i) => ({
      AutomaticAllocation: false,
      ElementName: `CD-ROM ${i + 1}`,
      ResourceType: RESOURCE_TYPES.cd,
    })),
  ];
  for (let first = 0; first < devices.length; first += DEVICES_OF_CONTROLLER) {
    const controller = next();
    items.push({
      Address: first / DEVICES_OF_CONTROLLER,
      Description: vm.virtio ? 'SCSI controller' : 'SATA controller',
      ElementName: `Controller ${first / DEVICES_OF_CONTROLLER}`,
      InstanceID: controller,
      ResourceSubType: vm.virtio ? 'VirtioSCSI' : 'AHCI',
      ResourceType: vm.virtio ? RESOURCE_TYPES.scsi : RESOURCE_TYPES.sata,
    });
    const its = devices.slice(first, first + DEVICES_OF_CONTROLLER);
    for (const [i, device] of its.entries()) {
      items.push({ ...device, AddressOnParent: i, InstanceID: next(), Parent: controller });
    }
  }
  for (const [i, { network, model }] of vm.nics.entries()) {
    items.push({
      AddressOnParent: i,
      AutomaticAllocation: true,
      Connection: network,
      ElementName: `NIC ${i + 1}`,
      InstanceID: next(),
      ResourceSubType: model,
      ResourceType: RESOURCE_TYPES.ethernet,
    });
  }
  return items;
}

/** The schema wants them in the order of the alphabet. */
const itemElement = (item: Item) => `      <Item>
${Object.keys(item)
  .toSorted()
  .map((name) => `        <rasd:${name}>${escaped(String(item[name]))}</rasd:${name}>`)
  .join('\n')}
      </Item>`;

/** What XML cannot hold at all becomes a question mark. */
const escaped = (text: string) =>
  Array.from(text, (character) =>
    isChar(character) ? (ENTITIES[character] ?? character) : '?',
  ).join('');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function isChar(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) return point === 9 || point === 10 || point === 13;
  return point < 0xd800 || (point > 0xdfff && point !== 0xfffe && point !== 0xffff);
}
