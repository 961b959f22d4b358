import { readOvf } from '../../src/domain/ova/read-ovf';
import { asBase64, ovfOf } from '../support/ovf';

describe('a descriptor of other writers', () => {
  const OVF = ovfOf();
  const read = (before: string | RegExp, after: string) =>
    readOvf(asBase64(OVF.replace(before, after)));
  const words = (before: string | RegExp, after: string): unknown => {
    try {
      return read(before, after);
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    ['ovf:Name>appliance<', 'ovf:Name> <', 'vm'],
    ['<ovf:Name>appliance</ovf:Name>', '', 'vm'],
    ['ovf:Name>appliance<', 'ovf:Name> its name <', 'its name'],
    ['ovf:Name>appliance<', 'ovf:Name><![CDATA[<c>]]>d<', '<c>d'],
  ])('with %s as %s is named %s', (before, after, name) => {
    expect(read(before, after).vmName).toBe(name);
  });

  test('without a name or an id has none', () => {
    const without = OVF.replace('<ovf:Name>appliance</ovf:Name>', '').replace(
      '<ovf:VirtualSystem ovf:id="vm">',
      '<ovf:VirtualSystem>',
    );
    expect(readOvf(asBase64(without)).vmName).toBeNull();
  });

  test.each([
    ['KiloBytes', 2 ** 10],
    ['megabytes', 2 ** 20],
    ['GigaBytes', 2 ** 30],
    ['TeraBytes', 2 ** 40],
    ['byte', 1],
    ['Bytes', 1],
    [' byte * 2^30 ', 2 ** 30],
    ['bytes*10 ^ 3', 1000],
    ['BYTE * 2 ^ 10', 2 ** 10],
  ])('has a disk of units %j', (units, bytes) => {
    expect(read('byte * 2^30', units).disks[0]?.capacity).toBe(20 * bytes);
  });

  test.each([
    'xbyte',
    'bytes x',
    'x byte * 2^2',
    'byte * 2^2 x',
    'byte * 12345^1',
    'byte * 2^1234',
    'byte * 2^40000',
    'byte * x^2',
    'Peta',
    '',
  ])('has no units %j', (units) => {
    expect(words('byte * 2^30', units)).toBe('OVF.1002: Illegal disk capacity: 20');
  });

  test.each([
    ['capacity="20"', 'capacity="20x"', 'Illegal disk capacity: 20x'],
    ['capacity="20"', 'capacity="x20"', 'Illegal disk capacity: x20'],
    ['ovf:capacity="20"', '', 'Illegal disk capacity: '],
    ['diskId="system"', 'diskId=""', 'Illegal disk id: '],
    ['ovf:diskId="system"', '', 'Illegal disk id: '],
    ['href="system.vmdk"', 'href=""', 'File reference not fount for disk system'],
    ['ovf:/disk/system', '/disk/', 'Illegal host resource of a disk: /disk/'],
    ['ovf:/disk/system', 'x/disk/system', 'Illegal host resource of a disk: x/disk/system'],
    [
      '<rasd:HostResource>ovf:/disk/system</rasd:HostResource>',
      '',
      'Illegal host resource of a disk: ',
    ],
    ['>4096<', '>40.5<', "Illegal Memory 'VirtualQuantity' value: 40.5"],
    [
      '>4</rasd:VirtualQuantity>',
      '>4x</rasd:VirtualQuantity>',
      "Illegal CPU 'VirtualQuantity' value: 4x",
    ],
    [
      '>4</rasd:VirtualQuantity>',
      '>0x4</rasd:VirtualQuantity>',
      "Illegal CPU 'VirtualQuantity' value: 0x4",
    ],
    ['>4096<', '>0x40<', "Illegal Memory 'VirtualQuantity' value: 0x40"],
    [
      '>4</rasd:VirtualQuantity>',
      '>9007199254740992</rasd:VirtualQuantity>',
      "Illegal CPU 'VirtualQuantity' value: 9007199254740992",
    ],
  ])('with %s as %s is refused: %s', (before, after, details) => {
    expect(words(before, after)).toBe(`OVF.1002: ${details}`);
  });

  test('names each disk once', () => {
    const disk = /<ovf:Disk [^]*?\/>/.exec(OVF)?.[0] ?? '';
    const twice = ovfOf({ disk });
    expect(() => readOvf(asBase64(twice))).toThrow('OVF.1002: Illegal disk id: system');
  });

  test('may leave out what need not be there', () => {
    expect(read('ovf:fileRef="file1"', '').disks[0]).toMatchObject({
      fileRef: null,
      fileName: null,
      format: 'vmdk',
    });
    expect(read(/ovf:format="[^"]*"/, '').disks[0]).toMatchObject({
      format: 'vmdk',
      fileName: 'system.vmdk',
    });
    expect(read('ovf:populatedSize="1024"', '').disks[0]).toMatchObject({ populatedSize: null });
    expect(read('<vmw:CoresPerSocket>2</vmw:CoresPerSocket>', '').cpu.coresPerSocket).toBeNull();
    expect(
      read('<rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits>', '').memory.quantity,
    ).toBe(2 ** 32);
    expect(read(/<ovf:NetworkSection>[^]*<\/ovf:NetworkSection>/, '').networks).toEqual([]);
    expect(read('<ovf:Network ovf:name="red-net"/>', '<ovf:Network/>').networks).toEqual([]);
    expect(read(/<ovf:OperatingSystemSection[^]*<\/ovf:OperatingSystemSection>/, '').os).toBeNull();
    expect(read(/<ovf:System>[^]*<\/ovf:System>/, '').systemInfo).toEqual({
      virtualSystemType: null,
      firmwareType: 'efi',
    });
    expect(read(/<vmw:Config [^>]*>/, '').systemInfo.firmwareType).toBeNull();
    expect(read('vmw:key="firmware"', 'vmw:key="other"').systemInfo.firmwareType).toBeNull();
    expect(read('vmw:value="efi"', '').systemInfo.firmwareType).toBeNull();
    expect(read('<ovf:Description>CentOS 7</ovf:Description>', '').os).toEqual({
      id: 107,
      version: '7',
      osType: 'centos7_64Guest',
      description: null,
    });
    expect(read(' ovf:version="7" vmw:osType="centos7_64Guest"', '').os).toEqual({
      id: 107,
      version: null,
      osType: null,
      description: 'CentOS 7',
    });
    expect(read('ovf:/disk/system', '/disk/system').volumes[0]?.diskId).toBe('system');
  });

  test.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['false', false],
    ['False', false],
    ['0', false],
    ['yes', null],
    ['', null],
  ])('has %j for whether it is allocated', (said, isAllocated) => {
    const told = read(/>true<\/rasd:AutomaticAllocation>/g, `>${said}</rasd:AutomaticAllocation>`);
    expect([told.nics[0]?.autoAllocation, told.cdDrivers[0]?.autoAllocation]).toEqual([
      isAllocated,
      isAllocated,
    ]);
  });

  test.each([
    ['5', 'IDE'],
    ['6', 'SCSI'],
    ['20', 'SATA'],
    ['21', null],
    [
      '21</rasd:ResourceType><rasd:ResourceSubType>NVMe</rasd:ResourceSubType><rasd:ResourceType>',
      'NVMe',
    ],
  ])('has a controller of the type %s: %s', (type, driver) => {
    expect(
      read('>5</rasd:ResourceType>', `>${type}</rasd:ResourceType>`).volumes[0]?.driverType,
    ).toBe(driver);
  });

  test('may have items of other names, and of two with one number the first counts', () => {
    for (const name of ['StorageItem', 'EthernetPortItem', 'PortItem']) {
      const more = `<ovf:${name}><rasd:InstanceID>3</rasd:InstanceID><rasd:Connection>blue</rasd:Connection><rasd:ResourceType>10</rasd:ResourceType></ovf:${name}>`;
      const told = readOvf(asBase64(ovfOf({ items: more })));
      expect(told.nics.map(({ networkName }) => networkName)).toEqual(['red-net', 'blue']);
      expect(told.volumes[0]?.driverType).toBe('IDE');
    }
    for (const name of ['XItem', 'ItemX', 'DiskItem']) {
      const more = `<ovf:${name}><rasd:InstanceID>3</rasd:InstanceID><rasd:Connection>blue</rasd:Connection><rasd:ResourceType>10</rasd:ResourceType></ovf:${name}>`;
      expect(readOvf(asBase64(ovfOf({ items: more }))).nics).toHaveLength(1);
    }
    const dvd =
      '<ovf:Item><rasd:InstanceID>9</rasd:InstanceID><rasd:ElementName>DVD</rasd:ElementName><rasd:Parent>3</rasd:Parent><rasd:ResourceType>16</rasd:ResourceType></ovf:Item>';
    expect(readOvf(asBase64(ovfOf({ items: dvd }))).cdDrivers.map(({ name }) => name)).toEqual([
      'CD',
      'DVD',
    ]);
  });
});
