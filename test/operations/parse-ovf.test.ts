import { ALICE_SESSION, TestEmulator } from '../support/emulator';
import { asBase64, ovfOf } from '../support/ovf';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const parse = (xmlBase64: string) =>
  emulator.call('POST', '/ovf/parse', { params: { xmlBase64 } }, ALICE_SESSION);
const refused = async (xml: string) => {
  const error = await emulator.refused('POST', '/ovf/parse', {
    params: { xmlBase64: asBase64(xml) },
  });
  return [error.code, error.details];
};
const OVF = ovfOf();
/** The descriptor with something else in it. */
const changed = (before: string | RegExp, after: string): string => {
  const other = OVF.replace(before, after);
  expect(other).not.toBe(OVF);
  return other;
};

test('a descriptor as others write it tells its VM', async () => {
  const { status, body } = await parse(asBase64(`\uFEFF${OVF}`).replace(/(.{76})/g, '$1\r\n'));
  expect([status, body.ovfInfo]).toEqual([
    200,
    {
      disks: [
        {
          index: 0,
          diskId: 'system',
          fileRef: 'file1',
          fileName: 'system.vmdk',
          format: 'vmdk',
          populatedSize: 1024,
          capacity: 20 * 2 ** 30,
        },
      ],
      networks: [{ name: 'red-net' }],
      cpu: { instanceId: '1', quantity: 4, coresPerSocket: 2 },
      memory: { instanceId: '2', quantity: 2 ** 32 },
      vmName: 'appliance',
      os: { id: 107, version: '7', osType: 'centos7_64Guest', description: 'CentOS 7' },
      systemInfo: { virtualSystemType: 'vmx-18', firmwareType: 'efi' },
      nics: [{ networkName: 'red-net', nicModel: 'E1000', nicName: 'nic-1', autoAllocation: true }],
      cdDrivers: [
        {
          autoAllocation: true,
          driverType: 'IDE',
          subType: 'vmware.cdrom.remotepassthrough',
          name: 'CD',
        },
      ],
      volumes: [{ name: 'System Volume', diskId: 'system', driverType: 'IDE' }],
    },
  ]);
});

test.each([
  ['byte', 4_294_967_296, 2 ** 32],
  ['MegaBytes', 4096, 2 ** 32],
  ['GigaBytes', 4, 2 ** 32],
  ['byte*2^30', 4, 2 ** 32],
  ['bytes * 10^9', 4, 4e9],
])('memory in %s', async (units, quantity, bytes) => {
  const other = changed('byte * 2^20', units).replace('>4096<', `>${quantity}<`);
  const { body } = await parse(asBase64(other));
  expect(body.ovfInfo.memory.quantity).toBe(bytes);
});

const invalid: readonly (readonly [what: string, xml: string, details: string])[] = [
  ['other XML', '<a/>', 'Envelope not found, but a'],
  [
    'no VM',
    changed(/<ovf:VirtualSystem [^]*<\/ovf:VirtualSystem>/, ''),
    'VirtualSystem with a VirtualHardwareSection not found',
  ],
  [
    'a disk of no file',
    changed('fileRef="file1"', 'fileRef="file9"'),
    'File reference not fount for disk system',
  ],
  [
    'a size that is none',
    changed('capacity="20"', 'capacity="${size}"'),
    'Illegal disk capacity: ${size}',
  ],
  ['a disk without any room', changed('capacity="20"', 'capacity="0"'), 'Illegal disk capacity: 0'],
  ['a size beyond all', changed('byte * 2^30', 'byte * 2^60'), 'Illegal disk capacity: 20'],
  ['units that are none', changed('byte * 2^30', 'pages'), 'Illegal disk capacity: 20'],
  [
    'data that are none',
    changed('populatedSize="1024"', 'populatedSize="-1"'),
    'Illegal disk populated size: -1',
  ],
  [
    'no CPU',
    changed('>3</rasd:ResourceType>', '>99</rasd:ResourceType>'),
    "CPU 'InstanceID' not found",
  ],
  [
    'no count of CPUs',
    changed('<rasd:VirtualQuantity>4</rasd:VirtualQuantity>', ''),
    "CPU 'VirtualQuantity' not found",
  ],
  [
    '0 CPUs',
    changed('>4</rasd:VirtualQuantity>', '>0</rasd:VirtualQuantity>'),
    "Illegal CPU 'VirtualQuantity' value: 0",
  ],
  [
    'half a core',
    changed('<vmw:CoresPerSocket>2', '<vmw:CoresPerSocket>0.5'),
    "Illegal CPU 'CoresPerSocket' value: 0.5",
  ],
  [
    'no memory',
    changed(
      '<rasd:ResourceType>4</rasd:ResourceType>',
      '<rasd:ResourceType>99</rasd:ResourceType>',
    ),
    "Memory 'InstanceID' not found",
  ],
  [
    'no size of memory',
    changed('<rasd:VirtualQuantity>4096</rasd:VirtualQuantity>', ''),
    "Memory 'VirtualQuantity' not found",
  ],
  ['0 bytes of memory', changed('>4096<', '>0<'), "Illegal Memory 'VirtualQuantity' value: 0"],
  [
    'a NIC on nothing',
    changed('<rasd:Connection>red-net</rasd:Connection>', ''),
    'Ethernet Adapter: nic-1 do not connect to a network.',
  ],
  [
    'a disk on nothing',
    changed(
      '<rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>3<',
      '<rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>9<',
    ),
    'Volume controller not found.',
  ],
  [
    'a drive on nothing',
    changed(
      '<rasd:InstanceID>5</rasd:InstanceID><rasd:Parent>3<',
      '<rasd:InstanceID>5</rasd:InstanceID><rasd:Parent>9<',
    ),
    'CD Driver controller not found.',
  ],
  [
    'a drive of no disk',
    changed('ovf:/disk/system', 'ovf:/disk/other'),
    'Illegal host resource of a disk: ovf:/disk/other',
  ],
];
test.each(invalid)('%s is no descriptor', async (_what, xml, details) => {
  expect(await refused(xml)).toEqual(['OVF.1002', details]);
});

const ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>';
const LAUGHS = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>';
test.each([
  ['nothing', '', 'Failed to read ovf file.'],
  ['an element without its end', '<a>', 'unclosed tag: a'],
  ['a prefix without a name', '<x:a/>', 'unbound namespace prefix: "x".'],
  ['a file of the machine', `${ENTITY}<a>&x;</a>`, 'a document type is not allowed'],
  ['an entity of entities', `${LAUGHS}<a>&y;</a>`, 'a document type is not allowed'],
  ['an entity that nobody knows', '<a>&x;</a>', 'undefined entity.'],
  ['what lies too deep', '<a>'.repeat(100_000), 'elements lie deeper than 64'],
  ['too much', `<a>${'<b/>'.repeat(20_001)}</a>`, 'more than 20000 elements'],
  ['what is too long', `<a>${'x'.repeat(2 ** 19)}</a>`, 'the ovf file is larger than 524288 bytes'],
])('%s is not read', async (_what, xml, details) => {
  const [code, found] = await refused(xml);
  expect([code, found]).toEqual(['OVF.1001', expect.stringContaining(details)]);
});

test('a system without a number has none', async () => {
  for (const id of ['', ' ovf:id=""', ' ovf:id="x"']) {
    const { body } = await parse(asBase64(changed(' ovf:id="107"', id)));
    expect(body.ovfInfo.os).toMatchObject({ id: null, version: '7' });
  }
});

test('as deep and as much as can be is read', async () => {
  const deep = `${'<a>'.repeat(64)}${'</a>'.repeat(64)}`;
  const much = `<a>${'<b/>'.repeat(19_999)}</a>`;
  for (const xml of [deep, much]) {
    expect(await refused(xml)).toEqual(['OVF.1002', 'Envelope not found, but a']);
  }
});

test('what is no Base64 is not read, and what is missing is asked for', async () => {
  const path = '/ovf/parse';
  for (const xmlBase64 of ['{}', 'a', '====', 'YQ==YQ==']) {
    const error = await emulator.refused('POST', path, { params: { xmlBase64 } });
    expect(error).toMatchObject({ code: 'OVF.1001', details: 'Failed to read ovf file.' });
  }
  const error = await emulator.refused('POST', path, { params: {} });
  expect(error).toMatchObject({ code: 'SYS.1007', details: expect.stringContaining('xmlBase64') });
  const anonymous = await emulator.anonymous.post('/zstack/v1/ovf/parse').send({ params: {} });
  expect(anonymous.status).toBe(400);
});

test.each(['constructor', '__proto__', 'toString'])(
  'a controller of the kind %s is none that is known',
  async (kind) => {
    const { status, body } = await parse(
      asBase64(changed('>5</rasd:ResourceType>', `>${kind}</rasd:ResourceType>`)),
    );
    expect([status, body.ovfInfo.volumes]).toEqual([
      200,
      [{ name: 'System Volume', diskId: 'system', driverType: null }],
    ]);
  },
);
