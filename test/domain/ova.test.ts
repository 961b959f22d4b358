import { formatOfUri, uriOfFormat } from '../../src/domain/ova/disk-formats';
import { readOvf } from '../../src/domain/ova/read-ovf';
import { TAR_END_BYTES, tarHeader, tarPadding } from '../../src/domain/ova/tar';
import { writeOvf, type DescribedVm } from '../../src/domain/ova/write-ovf';
import { readXml } from '../../src/domain/ova/xml';
import { asBase64 } from '../support/ovf';

const VM: DescribedVm = {
  name: 'a <b> & "c"',
  description: null,
  cpuNum: 2,
  memorySize: 2 ** 30,
  guestOsType: 'CentOS 7',
  platform: 'Linux',
  isUefi: true,
  virtio: true,
  cdRoms: 1,
  nics: [
    { network: 'red', model: 'virtio' },
    { network: 'blue\t', model: 'e1000' },
    { network: 'red', model: 'e1000' },
  ],
  disks: [
    {
      name: 'root\u0001',
      fileName: 'r&.qcow2',
      length: 10,
      format: 'qcow2',
      isStream: false,
      capacity: 20,
      populatedSize: 5,
    },
    {
      name: 'data',
      fileName: 'd.vmdk',
      length: 11,
      format: 'vmdk',
      isStream: true,
      capacity: 21,
      populatedSize: 6,
    },
  ],
};

const WRITTEN = `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf">
  <References>
    <File ovf:href="r&amp;.qcow2" ovf:id="file1" ovf:size="10"/>
    <File ovf:href="d.vmdk" ovf:id="file2" ovf:size="11"/>
  </References>
  <DiskSection>
    <Info>The disks of the virtual machine</Info>
    <Disk ovf:capacity="20" ovf:capacityAllocationUnits="byte" ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:format="http://www.gnome.org/~markmc/qcow-image-format.html" ovf:populatedSize="5"/>
    <Disk ovf:capacity="21" ovf:capacityAllocationUnits="byte" ovf:diskId="vmdisk2" ovf:fileRef="file2" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized" ovf:populatedSize="6"/>
  </DiskSection>
  <NetworkSection>
    <Info>The networks of the virtual machine</Info>
    <Network ovf:name="red"/>
    <Network ovf:name="blue&#9;"/>
  </NetworkSection>
  <VirtualSystem ovf:id="a &lt;b&gt; &amp; &quot;c&quot;">
    <Info>A virtual machine</Info>
    <Name>a &lt;b&gt; &amp; &quot;c&quot;</Name>
    <OperatingSystemSection ovf:id="107">
      <Info>The operating system of the guest</Info>
      <Description>CentOS 7</Description>
    </OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>What the virtual machine has</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>a &lt;b&gt; &amp; &quot;c&quot;</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>zstack-kvm</vssd:VirtualSystemType>
      </System>
      <Item>
        <rasd:AllocationUnits>hertz * 10^6</rasd:AllocationUnits>
        <rasd:Description>Number of virtual CPUs</rasd:Description>
        <rasd:ElementName>2 virtual CPU(s)</rasd:ElementName>
        <rasd:InstanceID>1</rasd:InstanceID>
        <rasd:ResourceType>3</rasd:ResourceType>
        <rasd:VirtualQuantity>2</rasd:VirtualQuantity>
      </Item>
      <Item>
        <rasd:AllocationUnits>byte</rasd:AllocationUnits>
        <rasd:Description>Memory size</rasd:Description>
        <rasd:ElementName>1073741824 bytes of memory</rasd:ElementName>
        <rasd:InstanceID>2</rasd:InstanceID>
        <rasd:ResourceType>4</rasd:ResourceType>
        <rasd:VirtualQuantity>1073741824</rasd:VirtualQuantity>
      </Item>
      <Item>
        <rasd:Address>0</rasd:Address>
        <rasd:Description>SCSI controller</rasd:Description>
        <rasd:ElementName>Controller 0</rasd:ElementName>
        <rasd:InstanceID>3</rasd:InstanceID>
        <rasd:ResourceSubType>VirtioSCSI</rasd:ResourceSubType>
        <rasd:ResourceType>6</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>0</rasd:AddressOnParent>
        <rasd:ElementName>root?</rasd:ElementName>
        <rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>
        <rasd:InstanceID>4</rasd:InstanceID>
        <rasd:Parent>3</rasd:Parent>
        <rasd:ResourceType>17</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>1</rasd:AddressOnParent>
        <rasd:ElementName>data</rasd:ElementName>
        <rasd:HostResource>ovf:/disk/vmdisk2</rasd:HostResource>
        <rasd:InstanceID>5</rasd:InstanceID>
        <rasd:Parent>3</rasd:Parent>
        <rasd:ResourceType>17</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>2</rasd:AddressOnParent>
        <rasd:AutomaticAllocation>false</rasd:AutomaticAllocation>
        <rasd:ElementName>CD-ROM 1</rasd:ElementName>
        <rasd:InstanceID>6</rasd:InstanceID>
        <rasd:Parent>3</rasd:Parent>
        <rasd:ResourceType>15</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>0</rasd:AddressOnParent>
        <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>
        <rasd:Connection>red</rasd:Connection>
        <rasd:ElementName>NIC 1</rasd:ElementName>
        <rasd:InstanceID>7</rasd:InstanceID>
        <rasd:ResourceSubType>virtio</rasd:ResourceSubType>
        <rasd:ResourceType>10</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>1</rasd:AddressOnParent>
        <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>
        <rasd:Connection>blue&#9;</rasd:Connection>
        <rasd:ElementName>NIC 2</rasd:ElementName>
        <rasd:InstanceID>8</rasd:InstanceID>
        <rasd:ResourceSubType>e1000</rasd:ResourceSubType>
        <rasd:ResourceType>10</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>2</rasd:AddressOnParent>
        <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>
        <rasd:Connection>red</rasd:Connection>
        <rasd:ElementName>NIC 3</rasd:ElementName>
        <rasd:InstanceID>9</rasd:InstanceID>
        <rasd:ResourceSubType>e1000</rasd:ResourceSubType>
        <rasd:ResourceType>10</rasd:ResourceType>
      </Item>
      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
`;

test('a descriptor says all of its VM', () => {
  expect(writeOvf(VM)).toBe(WRITTEN);
});

test('what a descriptor says is read again', () => {
  expect(readOvf(asBase64(WRITTEN))).toEqual({
    vmName: 'a <b> & "c"',
    disks: [
      {
        index: 0,
        diskId: 'vmdisk1',
        fileRef: 'file1',
        fileName: 'r&.qcow2',
        format: 'qcow2',
        populatedSize: 5,
        capacity: 20,
      },
      {
        index: 1,
        diskId: 'vmdisk2',
        fileRef: 'file2',
        fileName: 'd.vmdk',
        format: 'vmdk',
        populatedSize: 6,
        capacity: 21,
      },
    ],
    networks: [{ name: 'red' }, { name: 'blue\t' }],
    cpu: { instanceId: '1', quantity: 2, coresPerSocket: null },
    memory: { instanceId: '2', quantity: 2 ** 30 },
    os: { id: 107, version: null, osType: null, description: 'CentOS 7' },
    systemInfo: { virtualSystemType: 'zstack-kvm', firmwareType: 'efi' },
    nics: [
      { networkName: 'red', nicModel: 'virtio', nicName: 'NIC 1', autoAllocation: true },
      { networkName: 'blue', nicModel: 'e1000', nicName: 'NIC 2', autoAllocation: true },
      { networkName: 'red', nicModel: 'e1000', nicName: 'NIC 3', autoAllocation: true },
    ],
    cdDrivers: [{ autoAllocation: false, driverType: 'SCSI', subType: null, name: 'CD-ROM 1' }],
    volumes: [
      { name: 'root?', diskId: 'vmdisk1', driverType: 'SCSI' },
      { name: 'data', diskId: 'vmdisk2', driverType: 'SCSI' },
    ],
  });
});

test('a VM of other parts is written otherwise, in these lines alone', () => {
  const lines = (vm: DescribedVm) => writeOvf(vm).split('\n');
  const changed = (more: Partial<DescribedVm>) => {
    const before = lines(VM);
    return lines({ ...VM, ...more })
      .filter((line) => !before.includes(line))
      .map((line) => line.trim());
  };
  expect(changed({ isUefi: false })).toEqual([]);
  expect(writeOvf({ ...VM, isUefi: false })).toBe(WRITTEN.replace(/ +<vmw:Config .*\n/, ''));
  expect(writeOvf({ ...VM, nics: [] })).toBe(
    WRITTEN.replace(/ +<NetworkSection>[^]*<\/NetworkSection>\n/, '').replace(
      /\n {6}<Item>\n {8}<rasd:AddressOnParent>0<\/rasd:AddressOnParent>\n {8}<rasd:Auto[^]*<\/Item>/,
      '',
    ),
  );
  expect(changed({ virtio: false })).toEqual([
    '<rasd:Description>SATA controller</rasd:Description>',
    '<rasd:ResourceSubType>AHCI</rasd:ResourceSubType>',
    '<rasd:ResourceType>20</rasd:ResourceType>',
  ]);
  expect(changed({ description: 'its <own>' })).toEqual(['<Info>its &lt;own&gt;</Info>']);
});

test('a controller takes thirty devices, and the next one the others', () => {
  const read = readXml(writeOvf({ ...VM, cdRoms: 29, nics: [] }));
  const hardware = read.children.at(-1)?.children.at(-1)?.children ?? [];
  const items = hardware
    .filter(({ name }) => name === 'Item')
    .map(({ children }) => Object.fromEntries(children.map(({ name, text }) => [name, text])));
  const controllers = items.filter(({ ResourceType }) => ResourceType === '6');
  expect(
    controllers.map(({ Address, ElementName, InstanceID }) => [Address, ElementName, InstanceID]),
  ).toEqual([
    ['0', 'Controller 0', '3'],
    ['1', 'Controller 1', '34'],
  ]);
  const places = items
    .filter(({ Parent }) => Parent !== undefined)
    .map(({ Parent, AddressOnParent }) => [Parent, AddressOnParent]);
  expect(places).toEqual([...Array.from({ length: 30 }, (_, i) => ['3', String(i)]), ['34', '0']]);
  expect(items.at(-1)?.['ElementName']).toBe('CD-ROM 29');
  const full = writeOvf({ ...VM, cdRoms: 28, nics: [] });
  expect(full.match(/>Controller \d</g)).toEqual(['>Controller 0<']);
});

test.each([
  ['CentOS 8', 'Linux', 107],
  ['Red Hat 8', 'Linux', 80],
  ['redhat', 'Other', 80],
  ['RHEL', 'Other', 80],
  ['Ubuntu 22.04', 'Linux', 94],
  ['Debian 12', 'Other', 96],
  ['Kylin V10', 'Other', 101],
  ['uos', 'Other', 101],
  ['Rocky', 'Other', 101],
  ['AlmaLinux', 'Other', 101],
  ['openSUSE', 'Other', 101],
  ['Fedora', 'Other', 101],
  ['Arch', 'Linux', 101],
  ['Arch', 'Other', 1],
  ['Windows', 'Windows', 1],
])('the guest %s of the platform %s is of the system %d', (guestOsType, platform, id) => {
  expect(writeOvf({ ...VM, guestOsType, platform })).toContain(
    `<OperatingSystemSection ovf:id="${id}">`,
  );
});

test('what XML cannot hold is a question mark, what it can hold stays', () => {
  const name = '\u0008\t\n\u000b\r\u001f \ud7ff\ue000\ufffd\ufffe\uffff\u{10000}\udfff \ud800>';
  const written = writeOvf({ ...VM, name });
  expect(written).toContain('<Name>?&#9;&#10;?&#13;? \ud7ff\ue000\ufffd??\u{10000}? ?&gt;</Name>');
});

test.each([
  ['vmdk', true, 'http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized'],
  ['vmdk', false, 'http://www.vmware.com/interfaces/specifications/vmdk.html'],
  ['qcow2', true, 'http://www.gnome.org/~markmc/qcow-image-format.html'],
  ['iso', false, 'http://www.ecma-international.org/publications/standards/Ecma-119.htm'],
  ['raw', false, 'urn:zstack-image-emulator:disk-format:raw'],
] as const)('the format %s (streamed: %p) is named %s', (format, isStream, uri) => {
  expect(uriOfFormat(format, isStream)).toBe(uri);
  expect([formatOfUri(uri, 'x.vhd'), formatOfUri(`${uri}#part`, 'x.vhd')]).toEqual([
    format,
    format,
  ]);
  expect([
    formatOfUri(`${uri.split('#', 1)[0]}x`, 'x.VHD'),
    formatOfUri(`x${uri}`, 'x'),
    formatOfUri(null, 'x.vhd.q-2'),
  ]).toEqual(['vhd', null, null]);
});

test('the header of a file in a tar is as ustar has it', () => {
  const header = tarHeader('a.ovf', 1000, 1_500_000_000.9);
  const field = (at: number, length: number) => header.toString('latin1', at, at + length);
  expect(header).toHaveLength(512);
  expect(field(0, 100)).toBe('a.ovf'.padEnd(100, '\0'));
  expect(field(100, 24)).toBe('0000644\0' + '0000000\0'.repeat(2));
  expect(field(124, 12)).toBe('00000001750\0');
  expect(field(136, 12)).toBe('13132027400\0');
  expect(field(156, 1)).toBe('0');
  expect(field(157, 100)).toBe('\0'.repeat(100));
  expect(field(257, 8)).toBe('ustar\x0000');
  expect(field(265, 64)).toBe('root'.padEnd(32, '\0').repeat(2));
  expect(field(329, 183)).toBe('0000000\0'.repeat(2).padEnd(183, '\0'));
  const blank = Buffer.from(header).fill(' ', 148, 156);
  expect(field(148, 8)).toBe(
    `${blank
      .reduce((all, byte) => all + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
});

test('a size of 8 GiB and more is binary, and a time before 1970 is none', () => {
  const size = (bytes: number) => tarHeader('x', bytes, -5).subarray(124, 148).toString('hex');
  const time = Buffer.from('00000000000\0').toString('hex');
  expect(size(8 ** 11 - 1)).toBe(Buffer.from('77777777777\0').toString('hex') + time);
  expect(size(8 ** 11)).toBe('800000000000000200000000' + time);
});

test('a name of a file in a tar has 100 bytes at most', () => {
  const long = 'é'.repeat(50);
  expect(tarHeader(long, 0, 0).toString('utf8', 0, 100)).toBe(long);
  expect(() => tarHeader(`${long}x`, 0, 0)).toThrow(
    new RangeError(`'${long}x' is too long for a tar`),
  );
});

test('files of a tar are filled up to blocks, and two blocks end it', () => {
  expect([0, 1, 511, 512, 513].map(tarPadding)).toEqual([0, 511, 1, 0, 511]);
  expect(TAR_END_BYTES).toBe(1024);
});
