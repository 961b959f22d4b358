import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { l3Network } = SEED;
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const usual = {
  name: 'r',
  startIp: '192.168.8.10',
  endIp: '192.168.8.20',
  netmask: '255.255.255.0',
  gateway: '192.168.8.1',
};
const pool = { ipRangeType: 'AddressPool', gateway: undefined };
const network = async (more: object = {}): Promise<string> => {
  const params = { name: 'l3', l2NetworkUuid: SEED.l2Networks.usual, category: 'Public', ...more };
  return (await emulator.make('POST', '/l3-networks', { params })).uuid;
};
const add = (l3: string, params: object = {}) =>
  ['POST', `/l3-networks/${l3}/ip-ranges`, { params: { ...usual, ...params } }] as const;
const byCidr = (l3: string, params: object) =>
  ['POST', `/l3-networks/${l3}/ip-ranges/by-cidr`, { params: { name: 'c', ...params } }] as const;
const reserve = (l3: string, startIp: string, endIp: string) =>
  ['POST', `/l3-networks/${l3}/reserved-ip-ranges`, { params: { startIp, endIp } }] as const;
const takenOn = async (l3: string): Promise<string[]> =>
  (
    await emulator.call('GET', `/l3-networks/ip-address?q=l3NetworkUuid=${l3}`)
  ).body.inventories.map(({ ip, usedFor }: Json) => (usedFor ? `${ip} ${usedFor}` : ip));
const free = async (l3: string, query = ''): Promise<string[]> =>
  (await emulator.call('GET', `/l3-networks/${l3}/ip/free?${query}`)).body.inventories.map(
    ({ ip }: Json) => ip,
  );

const between = (startIp: string, endIp: string, more: object = {}) => ({
  startIp,
  endIp,
  ...more,
});

test('a range is told whole', async () => {
  const l3 = await network();
  const range = await emulator.make(...add(l3, { description: 'd' }));
  expect(range).toEqual({
    ...usual,
    uuid: range.uuid,
    description: 'd',
    l3NetworkUuid: l3,
    networkCidr: '192.168.8.0/24',
    ipVersion: 4,
    addressMode: null,
    prefixLen: 24,
    ipRangeType: 'Normal',
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  // A query does not tell of which type it is.
  const found = await emulator.find(`/l3-networks/ip-ranges?q=uuid=${range.uuid}`);
  expect(found).toEqual({ ...range, ipRangeType: null });
});

test.each<[object]>([
  [between('192.168.8.2', '192.168.8.254')],
  [between('192.168.8.1', '192.168.8.253', { gateway: '192.168.8.254' })],
  [between('192.168.8.9', '192.168.8.9')],
  [between('223.255.255.2', '223.255.255.254', { gateway: '223.255.255.1' })],
  [between('169.254.0.2', '169.254.0.254', { gateway: '169.254.0.1' })],
  [between('169.254.255.2', '169.254.255.254', { gateway: '169.254.255.1' })],
  [between('10.1.3.251', '10.1.3.252', { netmask: '255.255.252.0', gateway: '10.1.0.1' })],
  [between('10.1.0.2', '10.1.0.9', { netmask: '255.255.252.0', gateway: '10.1.0.1' })],
  [between('192.168.8.2', '192.168.8.2', { netmask: '255.255.255.252' })],
  [between('192.168.8.10', '192.168.8.20', pool)],
  // A pool may end behind its network, and has no gateway of its own to be beside.
  [between('192.168.8.10', '192.168.9.20', pool)],
])('a range of %j is one', async (params) => {
  expect(await emulator.make(...add(await network(), params))).toMatchObject({
    ...params,
    gateway: expect.any(String),
    ipRangeType: 'ipRangeType' in params ? 'AddressPool' : 'Normal',
  });
});

const forbidden = (first: string, last: string, what: string) =>
  [between(first, last), `the IP range[${first} ~ ${last}] ${what}`] as const;
const MULTICAST = 'contains D class addresses which are for multicast';
const RESERVED = 'contains E class addresses which are reserved';
const LOCAL = 'contains link local addresses which are reserved';

test.each<readonly [object, string]>([
  forbidden('223.255.255.9', '224.0.0.0', MULTICAST),
  forbidden('239.255.255.255', '239.255.255.255', MULTICAST),
  forbidden('240.0.0.0', '240.0.0.0', RESERVED),
  forbidden('255.255.255.255', '255.255.255.255', RESERVED),
  forbidden('169.254.0.9', '169.254.1.0', LOCAL),
  forbidden('169.254.254.255', '169.254.255.9', LOCAL),
  [
    between('192.168.8.0', '192.168.8.9'),
    'ip allocation can not contain network address or broadcast address',
  ],
  [
    { gateway: '192.168.8.0' },
    'the gateway[192.168.8.0] is not in the subnet 192.168.8.10/255.255.255.0',
  ],
  [
    { gateway: '192.168.8.255' },
    'the gateway[192.168.8.255] is not in the subnet 192.168.8.10/255.255.255.0',
  ],
  [
    { netmask: '0.0.0.0' },
    'netmask[0.0.0.0] is not a netmask, and the IP range netmask cannot be 0.0.0.0',
  ],
  [
    { gateway: '192.168.8.10' },
    'gateway[192.168.8.10] can not be part of range[192.168.8.10, 192.168.8.20]',
  ],
  [
    { gateway: '192.168.8.20' },
    'gateway[192.168.8.20] can not be part of range[192.168.8.10, 192.168.8.20]',
  ],
  [
    between('10.1.3.250', '10.1.3.251', { netmask: '255.255.252.0', gateway: '10.1.0.1' }),
    `overlap with ip range[uuid:${SEED.ipRange}, start ip:10.1.0.10, end ip: 10.1.3.250]`,
  ],
  [
    between('10.1.0.9', '10.1.0.10', { netmask: '255.255.252.0', gateway: '10.1.0.1' }),
    `overlap with ip range[uuid:${SEED.ipRange}, start ip:10.1.0.10, end ip: 10.1.3.250]`,
  ],
])('a range of %j is refused', async (params, details) => {
  expect(await emulator.refused(...add(await network(), params))).toMatchObject(wrong(details));
});

test.each([
  ['startIp', 'Could not parse [x]'],
  ['netmask', 'Could not parse [x]'],
  ['gateway', 'Could not parse [x]'],
  ['endIp', 'x is not a valid ipv4 address'],
])('a range whose %s is no address fails', async (field, details) => {
  const l3 = await network();
  expect(await emulator.refused(...add(l3, { [field]: 'x' }))).toMatchObject({
    code: 'SYS.1000',
    details,
  });
});

test('ranges of one subnet are of one network: pools, other networks and other switches are not asked', async () => {
  const [l3, beside] = [await network(), await network()];
  const away = await network({ l2NetworkUuid: SEED.l2Networks.vlan });
  await emulator.make(...add(l3, { ...between('172.16.0.5', '172.16.0.9'), ...pool }));
  await emulator.make(...add(l3));
  await emulator.make(...add(l3, { ...between('172.17.0.5', '172.17.0.9'), ...pool }));
  await emulator.make(
    ...add(beside, { ...between('192.168.9.5', '192.168.9.9'), gateway: '192.168.9.1' }),
  );
  await emulator.make(...add(away));
  // A pool is told of another gateway than the usual range has.
  expect(
    await emulator.make(...add(l3, { ...between('192.168.8.30', '192.168.8.31'), ...pool })),
  ).toMatchObject({ gateway: '192.168.8.30' });
});

describe('a CIDR', () => {
  const told = ({ startIp, endIp, gateway, netmask, networkCidr, prefixLen }: Json) =>
    [startIp, endIp, gateway, netmask, networkCidr, prefixLen].join(' ');
  test.each<[object, string[]]>([
    [
      { networkCidr: '192.168.5.0/30' },
      ['192.168.5.2 192.168.5.2 192.168.5.1 255.255.255.252 192.168.5.0/30 30'],
    ],
    [
      { networkCidr: '192.168.5.0/28', gateway: '192.168.5.1' },
      ['192.168.5.2 192.168.5.14 192.168.5.1 255.255.255.240 192.168.5.0/28 28'],
    ],
    [
      { networkCidr: '192.168.5.0/28', gateway: '192.168.5.14' },
      ['192.168.5.1 192.168.5.13 192.168.5.14 255.255.255.240 192.168.5.0/28 28'],
    ],
    [
      { networkCidr: '192.168.5.0/28', gateway: '192.168.5.2' },
      [
        '192.168.5.1 192.168.5.1 192.168.5.2 255.255.255.240 192.168.5.0/28 28',
        '192.168.5.3 192.168.5.14 192.168.5.2 255.255.255.240 192.168.5.0/28 28',
      ],
    ],
    [
      { networkCidr: '192.168.5.0/28', gateway: '192.168.5.13' },
      [
        '192.168.5.1 192.168.5.12 192.168.5.13 255.255.255.240 192.168.5.0/28 28',
        '192.168.5.14 192.168.5.14 192.168.5.13 255.255.255.240 192.168.5.0/28 28',
      ],
    ],
    [
      { networkCidr: '192.168.5.0/28', ipRangeType: 'AddressPool' },
      ['192.168.5.1 192.168.5.14 192.168.5.1 255.255.255.240 192.168.5.0/28 28'],
    ],
  ])('of %j makes its ranges', async (params, wanted) => {
    const { body } = await emulator.call(...byCidr(await network(), params));
    expect(body.inventories.map(told)).toEqual(wanted);
    expect(told(body.inventory)).toBe(wanted[0]);
  });

  test.each<[object, string]>([
    [{ gateway: 'x' }, '192.168.5.0/28 is not a valid network cidr'],
    [{ gateway: '192.168.5.0' }, 'the gateway[192.168.5.0] is not in the subnet 192.168.5.0/28'],
    [{ gateway: '192.168.5.15' }, 'the gateway[192.168.5.15] is not in the subnet 192.168.5.0/28'],
  ])('beside %j is refused', async (params, details) => {
    const cidr = byCidr(await network(), { networkCidr: '192.168.5.0/28', ...params });
    expect(await emulator.refused(...cidr)).toMatchObject(wrong(details));
  });
});

describe('a range that goes', () => {
  test('is the last usual one of a network with a pool, and stays; one of two goes', async () => {
    const l3 = await network();
    const first = await emulator.make(...add(l3));
    const second = await emulator.make(...add(l3, between('192.168.8.30', '192.168.8.40')));
    await emulator.make(...add(l3, { ...between('172.16.0.5', '172.16.0.9'), ...pool }));
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${first.uuid}`);
    const last = ['DELETE', `/l3-networks/ip-ranges/${second.uuid}`] as const;
    expect(await emulator.refused(...last)).toMatchObject(
      wrong('can not delete the last normal ip range because there is still has address pool'),
    );
  });

  test('takes its own VIPs and what is reserved of it, and nothing of others', async () => {
    const l3 = await network();
    const first = await emulator.make(...add(l3));
    await emulator.make(...add(l3, between('192.168.8.30', '192.168.8.40')));
    for (const requiredIp of ['192.168.8.11', '192.168.8.31']) {
      const params = { name: requiredIp, l3NetworkUuid: l3, requiredIp };
      await emulator.make('POST', '/vips', { params });
    }
    await emulator.make(...reserve(l3, '192.168.8.20', '192.168.8.30'));
    await emulator.make(...reserve(l3, '192.168.8.32', '192.168.8.32'));
    expect(await takenOn(l3)).toEqual([
      '192.168.8.11',
      '192.168.8.31',
      '192.168.8.20 Reserved',
      '192.168.8.30 Reserved',
      '192.168.8.32 Reserved',
    ]);
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${first.uuid}`);
    expect(await takenOn(l3)).toEqual([
      '192.168.8.31',
      '192.168.8.30 Reserved',
      '192.168.8.32 Reserved',
    ]);
    expect(await emulator.find(`/vips?q=l3NetworkUuid=${l3}`)).toMatchObject({
      name: '192.168.8.31',
    });
  });
});

describe('addresses that are reserved', () => {
  test.each([
    ['10.1.0.0', '10.1.0.0', []],
    ['10.1.0.1', '10.1.0.10', ['10.1.0.10 Reserved']],
    ['10.1.3.249', '10.1.3.255', ['10.1.3.249 Reserved', '10.1.3.250 Reserved']],
  ])('from %s to %s are those of the range', async (first, last, wanted) => {
    await emulator.make(...reserve(l3Network, first, last));
    const taken = (await takenOn(l3Network)).filter((text) => text.includes('Reserved'));
    expect(taken).toEqual(wanted);
  });

  test.each([
    ['10.0.255.255', '10.1.0.9'],
    ['10.1.3.9', '10.1.4.0'],
  ])('from %s to %s are in no network', async (first, last) => {
    expect(await emulator.refused(...reserve(l3Network, first, last))).toMatchObject(
      wrong('could not reserve ip range, because reserve ip is not in ip range[10.1.0.0/22]'),
    );
  });

  test('touch others and do not overlap them; those of other networks are not asked', async () => {
    await emulator.make(...reserve(l3Network, '10.1.1.10', '10.1.1.20'));
    for (const [first, last] of [
      ['10.1.1.5', '10.1.1.10'],
      ['10.1.1.20', '10.1.1.25'],
      ['10.1.1.12', '10.1.1.13'],
      ['10.1.1.5', '10.1.1.25'],
    ] as const) {
      expect(await emulator.refused(...reserve(l3Network, first, last))).toMatchObject(
        wrong(
          `could not reserve ip range, because new range [${first}:${last}] is overlapped with old range`,
        ),
      );
    }
    await emulator.make(...reserve(l3Network, '10.1.1.9', '10.1.1.9'));
    await emulator.make(...reserve(l3Network, '10.1.1.21', '10.1.1.21'));
  });

  test('are reserved again when they are given back: at both ends, and beyond them not', async () => {
    const nics = [];
    for (const ip of ['10.1.1.9', '10.1.1.10', '10.1.1.12', '10.1.1.13']) {
      const params = { l3NetworkUuid: l3Network, ip };
      nics.push((await emulator.make('POST', '/nics', { params })).uuid);
    }
    const { uuid } = await emulator.make(...reserve(l3Network, '10.1.1.10', '10.1.1.12'));
    await emulator.make(...reserve(l3Network, '10.1.2.1', '10.1.2.1'));
    for (const nic of [nics[0], nics[2], nics[3]]) await emulator.make('DELETE', `/nics/${nic}`);
    const there = (await takenOn(l3Network)).filter((text) => text.startsWith('10.1.1.'));
    expect(there.toSorted()).toEqual(['10.1.1.10', '10.1.1.11 Reserved', '10.1.1.12 Reserved']);
    await emulator.make('DELETE', `/nics/${nics[1]}`);
    expect(await takenOn(l3Network)).toContain('10.1.1.10 Reserved');
    await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network, ip: '10.1.1.8' } });
    // What a NIC has stays its own.
    await emulator.make('DELETE', `/l3-networks/reserved-ip-ranges/${uuid}`);
    const left = (await takenOn(l3Network)).filter((text) => !text.startsWith('10.1.0.'));
    expect(left.toSorted()).toEqual(['10.1.1.8', '10.1.2.1 Reserved']);
  });

  test('are 65,537 at most', async () => {
    const l3 = await network();
    const wide = { netmask: '255.0.0.0', gateway: '10.0.0.1' };
    await emulator.make(
      ...add(await network({ l2NetworkUuid: SEED.l2Networks.vlan }), {
        ...between('10.64.0.0', '10.66.0.0'),
        ...wide,
      }),
    );
    await emulator.make(...add(l3, { ...between('10.64.0.0', '10.66.0.0'), ...wide }));
    expect(await emulator.refused(...reserve(l3, '10.64.0.0', '10.65.0.1'))).toMatchObject({
      code: 'SYS.1006',
      details: 'could not reserve ip range, because the emulator reserves 65536 addresses at most',
    });
  });
});

describe('free addresses', () => {
  test('begin at the one that is told, be it before the range or its last', async () => {
    const l3 = await network();
    await emulator.make(...add(l3, between('192.168.8.10', '192.168.8.13')));
    await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3, ip: '192.168.8.12' } });
    expect(await free(l3)).toEqual(['192.168.8.10', '192.168.8.11', '192.168.8.13']);
    expect(await free(l3, 'start=192.168.8.1')).toHaveLength(3);
    expect(await free(l3, 'start=192.168.8.10')).toEqual([
      '192.168.8.10',
      '192.168.8.11',
      '192.168.8.13',
    ]);
    expect(await free(l3, 'start=192.168.8.12')).toEqual(['192.168.8.13']);
    expect(await free(l3, 'start=192.168.8.13')).toEqual(['192.168.8.13']);
    expect(await free(l3, 'start=192.168.8.14')).toEqual([]);
  });
});
