import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  TestEmulator,
  type Json,
} from '../../support/emulator';
import { digest } from '../../support/accounts';
import { GIB, put } from '../../support/volumes';

const { l3Network, images, vms } = SEED;
const PUBLIC = '13000000000040008000000000000002';
const ALICE = 'a11ce000000040008000000000000001';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const ask = async (l3: string, query = '', session = ADMIN_SESSION): Promise<Json> => {
  const path = `/l3-networks/${l3}/ip-statistic${query && `?${query}`}`;
  return (await emulator.call('GET', path, undefined, session)).body;
};
const rows = async (l3: string, query = '', session = ADMIN_SESSION): Promise<Json[]> =>
  (await ask(l3, query, session)).ipStatistics;
const ips = async (l3: string, query = '', session = ADMIN_SESSION): Promise<string[]> =>
  (await rows(l3, query, session)).map(({ ip }: Json) => ip);
const newVm = (name: string, tags: readonly string[] = []): Promise<Json> =>
  emulator.make('POST', '/vm-instances', {
    params: {
      name,
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: images.linux,
      l3NetworkUuids: [l3Network],
    },
    systemTags: tags,
  });

test('addresses are told in their order, with the VM or the VIP that has them', async () => {
  await newVm('far', [`staticIp::${l3Network}::10.1.2.9`]);
  const all = await rows(l3Network, 'limit=100');
  const found = all.map(({ ip }) => ip);
  expect(found.slice(0, 2)).toEqual(['10.1.0.11', '10.1.0.12']);
  expect(found.at(-1)).toBe('10.1.2.9');
  expect(all[0]).toMatchObject({
    vmInstanceUuid: vms.runningLinux,
    vmInstanceName: 'web-1',
    vmInstanceType: 'UserVm',
    resourceTypes: ['VM'],
    vipUuid: null,
    createDate: null,
  });
  expect(await ips(l3Network, 'limit=100&sortDirection=desc')).toEqual([...found].reverse());
  const [vip] = await rows(PUBLIC);
  expect(vip).toMatchObject({
    ip: '172.20.0.10',
    vipUuid: SEED.vip,
    vipName: 'vip-1',
    resourceTypes: ['Vip'],
    vmInstanceUuid: null,
  });
});

test('a part of them, those like a pattern, and how many there are', async () => {
  const all = await ips(l3Network, 'limit=100');
  expect(await ips(l3Network, 'start=1&limit=2')).toEqual(all.slice(1, 3));
  expect(await ips(l3Network, 'limit=0')).toEqual([]);
  expect((await ask(l3Network)).total).toBeNull();
  const like = await ask(l3Network, 'ip=10.1.0.1_&limit=1&replyWithCount=true');
  expect(like.ipStatistics.map(({ ip }: Json) => ip)).toEqual(['10.1.0.11']);
  expect(like.total).toBe(all.filter((ip) => /^10\.1\.0\.1.$/.test(ip)).length);
  expect((await ask(l3Network, 'ip=10.9.%25&replyWithCount=true')).total).toBe(0);
});

test('of VMs: their state, their owner, and where they are by default', async () => {
  const query = 'resourceType=VM&replyWithCount=true&limit=100';
  const { ipStatistics, total } = await ask(l3Network, query);
  expect(total).toBe(ipStatistics.length);
  expect(ipStatistics[0]).toMatchObject({
    ip: '10.1.0.11',
    vmInstanceUuid: vms.runningLinux,
    vmDefaultIp: ['10.1.0.11'],
    state: 'Running',
    ownerName: 'admin',
    resourceTypes: ['VM'],
    createDate: expect.any(String),
  });
  emulator.advance(1000);
  await newVm('last', [`staticIp::${l3Network}::10.1.0.200`]);
  const byDate = `resourceType=VM&sortBy=CreateDate&sortDirection=desc&limit=1`;
  expect(await ips(l3Network, byDate)).toEqual(['10.1.0.200']);
  expect(await ips(PUBLIC, 'resourceType=VM')).toEqual([]);
});

test('of VIPs: their state, their owner and what uses them', async () => {
  const params = { name: 'idle', l3NetworkUuid: PUBLIC };
  emulator.advance(1000);
  const { uuid } = await emulator.make('POST', '/vips', { params });
  const told = await rows(PUBLIC, 'resourceType=Vip&sortBy=CreateDate');
  expect(told).toMatchObject([
    { vipUuid: SEED.vip, useFor: 'Eip', state: 'Enabled', ownerName: 'admin' },
    { vipUuid: uuid, useFor: null, resourceTypes: ['Vip'] },
  ]);
});

test('an address that is no VIP and no VM has another use', async () => {
  const path = `/l3-networks/${l3Network}/reserved-ip-ranges`;
  await emulator.make('POST', path, { params: { startIp: '10.1.3.7', endIp: '10.1.3.7' } });
  expect(await rows(l3Network, 'ip=10.1.3.7')).toMatchObject([
    { ip: '10.1.3.7', resourceTypes: ['Other'], vmInstanceUuid: null },
  ]);
});

describe('a normal account', () => {
  test('sees whose an address is only where it is its own', async () => {
    const all = await rows(l3Network, 'limit=100', ALICE_SESSION);
    const [first] = all;
    expect(first).toMatchObject({ ip: '10.1.0.11', vmInstanceUuid: null, resourceTypes: [] });
    const own = await rows(l3Network, 'resourceType=VM&limit=100', ALICE_SESSION);
    for (const one of own) expect(one.ownerName).toBe('alice');
    expect(await rows(PUBLIC, '', ALICE_SESSION)).toMatchObject([
      { vipUuid: null, resourceTypes: ['Other'] },
    ]);
    await emulator.make('POST', `/account/${ALICE}/resources`, {
      params: { resourceUuid: SEED.vip },
    });
    expect(await rows(PUBLIC, 'resourceType=Vip', ALICE_SESSION)).toMatchObject([
      { vipUuid: SEED.vip, ownerName: 'alice' },
    ]);
  });

  test('that may not use the network is refused', async () => {
    const { uuid } = await emulator.make('POST', '/accounts', {
      params: { name: 'bob', password: digest('bob') },
    });
    const { body } = await emulator.call('PUT', '/accounts/login', {
      logInByAccount: { accountName: 'bob', password: digest('bob') },
    });
    put(emulator, `delete from shared_resources where resource_uuid = '${l3Network}'`);
    const path = `/l3-networks/${l3Network}/ip-statistic`;
    expect(await emulator.refused('GET', path, undefined, body.inventory.uuid)).toMatchObject({
      code: 'SYS.1006',
      details: `the account[uuid:${uuid}] has no access to the resource[uuid:${l3Network}, type:L3NetworkVO]`,
    });
  });
});

test.each(['resourceType=Nic', 'sortBy=Name', 'limit=-1', 'sortDirection=up'])(
  '%s is refused',
  async (query) => {
    const path = `/l3-networks/${l3Network}/ip-statistic?${query}`;
    expect(await emulator.refused('GET', path)).toMatchObject({ code: 'SYS.1007' });
  },
);
