import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { done } from '../../support/messages';

const { publicNetwork } = SEED;
const RUNNING = 'a0000000000040008000000000000001';
const STOPPED_NIC = 'e1c00000000040008000000000000002';
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const newVip = async (params: object = {}): Promise<Json> =>
  emulator.make('POST', '/vips', {
    params: { name: 'vip', l3NetworkUuid: publicNetwork, ...params },
  });
const create = (vipUuid: string, params: object = {}) =>
  ['POST', '/eips', { params: { name: 'eip', vipUuid, ...params } }] as const;

test('a message asks for the NICs of a VIP; without one and an EIP it is refused', async () => {
  const vip = await newVip();
  const ask = (fields: object) => done(emulator, 'GetEipAttachableVmNics', fields);
  const found = await ask({ vipUuid: vip.uuid });
  expect(found.inventories.map(({ uuid }: Json) => uuid)).toEqual([STOPPED_NIC]);
  expect((await ask({})).error).toMatchObject({
    code: 'SYS.1007',
    details: 'either eipUuid or vipUuid must be set',
  });
});

test('an address pool asks for networks of routers, which here lead to no VM', async () => {
  const params = { name: 'pool', networkCidr: '172.30.0.0/29', ipRangeType: 'AddressPool' };
  const ranges = `/l3-networks/${publicNetwork}/ip-ranges/by-cidr`;
  const pool = (await emulator.call('POST', ranges, { params })).body.inventory;
  const ofPool = await newVip({ ipRangeUuid: pool.uuid });
  const usual = await newVip();
  const nicsOf = async (vip: Json) => {
    const { uuid } = await emulator.make(...create(vip.uuid));
    return (await emulator.call('GET', `/eips/${uuid}/vm-instances/candidate-nics`)).body
      .inventories;
  };
  expect(await nicsOf(ofPool)).toEqual([]);
  expect(await nicsOf(usual)).toHaveLength(1);
});

test('no EIP is made on a VIP that the cloud has made for itself', async () => {
  const edges = await TestEmulator.start({ settings: { seed: 'edge-cases' } });
  const { uuid } = await edges.find('/vips?q=system=true');
  expect(await edges.refused(...create(uuid))).toMatchObject(
    refusedWith('eip can not be created on system vip'),
  );
});

test('a VM under way gets no EIP', async () => {
  await emulator.make('DELETE', `/eips/${SEED.eip}/vm-instances/nics`);
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const body = { stopVmInstance: {} };
  const stopping = emulator.anonymous
    .put(`/zstack/v1/vm-instances/${RUNNING}/actions`)
    .set('Authorization', `OAuth ${ADMIN_SESSION}`)
    .set('Prefer', 'respond-async')
    .send(body);
  expect((await stopping).status).toBe(202);
  expect((await emulator.find(`/vm-instances/${RUNNING}`)).state).toBe('Stopping');
  const nic = 'e1c00000000040008000000000000001';
  expect(
    await emulator.refused('POST', `/eips/${SEED.eip}/vm-instances/nics/${nic}`, { params: {} }),
  ).toMatchObject(
    refusedWith(
      'vm state[Stopping] is not allowed to operate eip, maybe you should wait the vm process complete',
    ),
  );
});

test('where routers do it, a NIC without an address has none that an EIP could stand for', async () => {
  const params = { name: 'r', l2NetworkUuid: SEED.l2Networks.usual, enableIPAM: false };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const services = { networkServices: { vrouter: ['Eip'] } };
  await emulator.make('POST', `/l3-networks/${uuid}/network-services`, { params: services });
  const vm = await emulator.make('POST', `/vm-instances/${RUNNING}/l3-networks/${uuid}`, {
    params: {},
  });
  const nic = vm.vmNics.find((one: Json) => one.l3NetworkUuid === uuid);
  expect(nic.ip).toBeNull();
  const vip = await newVip();
  expect(await emulator.refused(...create(vip.uuid, { vmNicUuid: nic.uuid }))).toMatchObject(
    refusedWith('cannot find Eip guest ip: null in vmNic ips :[]'),
  );
  // A VM has any number of them there.
  const set = {
    setVmStaticIp: { l3NetworkUuid: uuid, ip: '192.168.7.7', netmask: '255.255.255.0' },
  };
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, set);
  await emulator.make(...create(vip.uuid, { vmNicUuid: nic.uuid }));
  await emulator.make(...create((await newVip()).uuid, { vmNicUuid: nic.uuid }));
  expect((await emulator.find(`/vips/${vip.uuid}`)).serviceProvider).toBe('vrouter');
});
