import { SEED, TestEmulator } from '../../support/emulator';

const N1 = '13000000000040008000000000000001';
const N2 = '13000000000040008000000000000009';
const create = (vmNicParams: unknown, l3NetworkUuids = [N1]) =>
  [
    'POST',
    '/vm-instances',
    {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: 2 ** 30,
        imageUuid: SEED.images.linux,
        l3NetworkUuids,
        vmNicParams: typeof vmNicParams === 'string' ? vmNicParams : JSON.stringify(vmNicParams),
        defaultL3NetworkUuid: N1,
      },
    },
  ] as const;
const on = { l3NetworkUuid: N1 };

test.each<[unknown, string, string]>([
  ['{', 'SYS.1006', 'invalid json format, causes: '],
  ['{}', 'SYS.1006', 'invalid json format, causes: '],
  [[on, on], 'SYS.1007', 'duplicate nic params'],
  [[{}], 'SYS.1007', 'l3NetworkUuid of vm nic can not be null'],
  [[{ l3NetworkUuid: N2 }], 'SYS.1007', `l3NetworkUuid of vm nic is not in l3[[${N1}]]`],
  [
    [{ ...on, outboundBandwidth: 8191, inboundBandwidth: 1 }],
    'SYS.1007',
    'outbound bandwidth[8191] of vm nic is out of [8192, 32212254720]',
  ],
  [
    [{ ...on, inboundBandwidth: 32212254721 }],
    'SYS.1007',
    'inbound bandwidth[32212254721] of vm nic is out of [8192, 32212254720]',
  ],
  [[{ ...on, multiQueueNum: 0 }], 'SYS.1007', 'multi queue num[0] of vm nic is out of [1,256]'],
  [
    [{ ...on, state: 'off', driverType: 'x' }],
    'SYS.1007',
    `vm nic of l3[uuid:${N1}] state[off] is not enable or disable `,
  ],
  [[{ ...on, driverType: 'ne2k' }], 'SYS.1007', 'vm nic driver ne2k not support yet'],
])('a NIC as %j is refused', async (params, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...create(params))).toMatchObject({
    code,
    details: expect.stringContaining(details),
  });
});

test('NICs that can be are taken', async () => {
  const emulator = await TestEmulator.start();
  const l2NetworkUuid = SEED.l2Networks.usual;
  await emulator.make('POST', '/l3-networks', {
    params: { name: 'other', l2NetworkUuid, resourceUuid: N2 },
  });
  await emulator.make('POST', `/l3-networks/${N2}/ip-ranges/by-cidr`, {
    params: { name: 'range', networkCidr: '192.168.9.0/24' },
  });
  const nics = [
    { ...on, driverType: 'virtio', state: 'disable', multiQueueNum: 256 },
    { l3NetworkUuid: N2, outboundBandwidth: 8192, inboundBandwidth: '32212254720' },
  ];
  expect(await emulator.make(...create(nics, [N1, N2]))).toMatchObject({ state: 'Running' });
  expect(await emulator.make(...create([]))).toMatchObject({ state: 'Running' });
});

test('a network that is none of several is refused with all of them', async () => {
  const emulator = await TestEmulator.start();
  const { uuid: second } = await emulator.make('POST', '/l3-networks', {
    params: { name: 'second', l2NetworkUuid: SEED.l2Networks.usual },
  });
  const refused = await emulator.refused(...create([{ l3NetworkUuid: N2 }], [N1, second]));
  expect(refused.details).toBe(`l3NetworkUuid of vm nic is not in l3[[${N1}, ${second}]]`);
});

test('no text for the parameters of NICs is none', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make(...create(''));
  expect(vm.vmNics).toMatchObject([{ l3NetworkUuid: N1 }]);
});
