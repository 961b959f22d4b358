import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { publicNetwork } = SEED;

let emulator: TestEmulator;
let wide: Json;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  const params = { name: 'c6', networkCidr: '2001:db8::/125', addressMode: 'Stateful-DHCP' };
  const path = `/l3-networks/${publicNetwork}/ipv6-ranges/by-cidr`;
  wide = await emulator.make('POST', path, { params });
});

const create = (params: object) =>
  ['POST', '/vips', { params: { name: 'vip', l3NetworkUuid: publicNetwork, ...params } }] as const;
const none = (strategy: string, why: string) => ({
  code: 'L3.1000',
  details: `IP allocator strategy[${strategy}] failed, because ${why}`,
});
const NONE = `no ip is available in this l3Network[name:l3-public, uuid:${publicNetwork}]`;
const PUBLIC_RANGE = '13a00000000040008000000000000002';

test.each<[object, RegExp]>([
  [{ allocatorStrategy: 'FirstAvailableIpAllocatorStrategy' }, /^172\.20\.0\.11$/],
  [{ allocatorStrategy: 'AscDelayRecycleIpAllocatorStrategy' }, /^172\.20\.0\.11$/],
  [{ allocatorStrategy: 'RandomIpAllocatorStrategy' }, /^172\.20\.0\.(?!11$)\d+$/],
  [{ allocatorStrategy: 'FirstAvailableIpv6AllocatorStrategy' }, /^2001:db8::2$/],
  [{ allocatorStrategy: 'RandomIpv6AllocatorStrategy' }, /^2001:db8::[2-7]$/],
  [{ requiredIp: '2001:db8::6' }, /^2001:db8::6$/],
  [{ requiredIp: '172.20.0.99', ipVersion: 6 }, /^172\.20\.0\.99$/],
  [{ ipVersion: 6 }, /^2001:db8::[2-7]$/],
  [{ ipVersion: 4 }, /^172\.20\./],
  [{}, /^172\.20\./],
])('%j gives %s', async (params, ip) => {
  expect((await emulator.make(...create(params))).ip).toMatch(ip);
});

test('a range and a way to choose are of one version, or there is no address', async () => {
  const [v4, v6] = ['RandomIpAllocatorStrategy', 'RandomIpv6AllocatorStrategy'];
  for (const [params, refusal] of [
    [{ ipRangeUuid: wide.uuid, allocatorStrategy: v4 }, none(v4, NONE)],
    [{ ipRangeUuid: PUBLIC_RANGE, allocatorStrategy: v6 }, none(v6, NONE)],
    [
      { ipRangeUuid: PUBLIC_RANGE, requiredIp: '2001:db8::6' },
      none(v6, 'IP[2001:db8::6] is not available'),
    ],
    [
      { ipRangeUuid: wide.uuid, requiredIp: '172.20.0.99' },
      none(v4, 'IP[172.20.0.99] is not available'),
    ],
  ] as const) {
    expect(await emulator.refused(...create(params))).toMatchObject(refusal);
  }
  const told = await emulator.make(...create({ ipRangeUuid: wide.uuid }));
  expect(told).toMatchObject({
    ip: expect.stringMatching(/^2001:db8::/),
    prefixLen: 125,
    gateway: '2001:db8::1',
    netmask: wide.netmask,
  });
});

test('a VIP and its tags are of its type, and go with it', async () => {
  const vip = await emulator.make('POST', '/vips', {
    params: { name: 'v', l3NetworkUuid: publicNetwork },
    userTags: ['mine'],
  });
  const of = `q=resourceUuid=${vip.uuid}`;
  const resourceType = 'VipVO';
  expect(await emulator.find(`/accounts/resources/refs?${of}`)).toMatchObject({ resourceType });
  expect(await emulator.find(`/user-tags?${of}`)).toMatchObject({ resourceType, tag: 'mine' });
  await emulator.make('DELETE', `/vips/${vip.uuid}`);
  expect(await emulator.find(`/accounts/resources/refs?${of}`)).toBeUndefined();
  expect(await emulator.find(`/user-tags?${of}`)).toBeUndefined();
});

describe.each([
  ['vips', SEED.vip, 'updateVip'],
  ['eips', SEED.eip, 'updateEip'],
])('a change of one of the %s', (kind, uuid, action) => {
  test.each([{ name: 'n' }, { description: 'd' }, { name: 'n', description: 'd' }])(
    'to %j keeps the rest',
    async (change) => {
      const before = await emulator.find(`/${kind}/${uuid}`);
      const after = await emulator.make('PUT', `/${kind}/${uuid}/actions`, { [action]: change });
      expect(after).toEqual({ ...before, ...change });
    },
  );

  test('to nothing changes nothing', async () => {
    const before = await emulator.find(`/${kind}/${uuid}`);
    emulator.advance(1000);
    await emulator.make('PUT', `/${kind}/${uuid}/actions`, { [action]: {} });
    expect(await emulator.find(`/${kind}/${uuid}`)).toEqual(before);
  });
});
