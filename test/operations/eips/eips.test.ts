import { ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const { publicNetwork, l3Network, images } = SEED;
const RUNNING = 'a0000000000040008000000000000001';
const STOPPED = 'a0000000000040008000000000000002';
const RUNNING_NIC = 'e1c00000000040008000000000000001';
const STOPPED_NIC = 'e1c00000000040008000000000000002';
const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const FLAT = { networkServices: { Flat: ['Eip'] } };
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });

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
const attach = (eip: string, nic: string, params: object = {}) =>
  ['POST', `/eips/${eip}/vm-instances/nics/${nic}`, { params }] as const;
const detach = (eip: string): ['DELETE', string] => ['DELETE', `/eips/${eip}/vm-instances/nics`];
const actions = (uuid: string, body: object) => ['PUT', `/eips/${uuid}/actions`, body] as const;
const eipOf = async (uuid: string): Promise<Json> => emulator.find(`/eips/${uuid}`);
const withoutEipService = () =>
  emulator.make('DELETE', `/l3-networks/${l3Network}/network-services?networkServices.Flat=Eip`);
/** Another network with EIPs in the cluster, with VMs to come. */
async function another(category = 'Private', cidr = '192.168.9.0/24'): Promise<string> {
  const params = { name: 'other', l2NetworkUuid: SEED.l2Networks.usual, category };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const range = { name: 'r', networkCidr: cidr };
  await emulator.make('POST', `/l3-networks/${uuid}/ip-ranges/by-cidr`, { params: range });
  await emulator.make('POST', `/l3-networks/${uuid}/network-services`, { params: FLAT });
  return uuid as string;
}
const newVm = async (l3NetworkUuids: string[], more: object = {}): Promise<Json> =>
  emulator.make('POST', '/vm-instances', {
    params: {
      name: 'vm',
      cpuNum: 1,
      memorySize: 2 ** 30,
      imageUuid: images.linux,
      l3NetworkUuids,
      ...more,
    },
  });

test('an EIP is made on a VIP for no NIC yet, and has its address', async () => {
  const vip = await newVip({ requiredIp: '172.20.0.50' });
  const eip = await emulator.make(...create(vip.uuid, { description: 'd' }));
  expect(eip).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: 'eip',
    description: 'd',
    vmNicUuid: null,
    vipUuid: vip.uuid,
    state: 'Enabled',
    vipIp: '172.20.0.50',
    guestIp: null,
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  expect(await emulator.find(`/vips/${vip.uuid}`)).toMatchObject({
    useFor: 'Eip',
    serviceProvider: null,
  });
  expect(await emulator.refused(...create(vip.uuid))).toMatchObject(
    refusedWith(`vip[uuid:${vip.uuid}] has been occupied other network service entity[Eip]`),
  );
  await emulator.make('DELETE', `/eips/${eip.uuid}`);
  expect(await eipOf(eip.uuid)).toBeUndefined();
  expect(await emulator.find(`/vips/${vip.uuid}`)).toMatchObject({ useFor: null });
  expect((await emulator.call('DELETE', `/eips/${eip.uuid}`)).status).toBe(200);
});

test('an EIP is given to a NIC with its creation, taken from it and given to another', async () => {
  const vip = await newVip();
  const eip = await emulator.make(...create(vip.uuid, { vmNicUuid: STOPPED_NIC }));
  expect(eip).toMatchObject({ vmNicUuid: STOPPED_NIC, guestIp: '10.1.0.12' });
  expect(await emulator.find(`/vips/${vip.uuid}`)).toMatchObject({ serviceProvider: null });
  expect(await emulator.refused(...attach(eip.uuid, RUNNING_NIC))).toMatchObject(
    wrong(`can not bound more than 1 ipv4 eip to a vm nic[uuid:${RUNNING_NIC}] of flat `),
  );
  expect(await emulator.make(...detach(SEED.eip))).toMatchObject({
    vmNicUuid: null,
    guestIp: null,
  });
  expect(await emulator.refused(...attach(eip.uuid, RUNNING_NIC))).toMatchObject(
    refusedWith(
      `eip[uuid:${eip.uuid}] has attached to another vm nic[uuid:${STOPPED_NIC}], can't attach again`,
    ),
  );
  await emulator.make(...detach(eip.uuid));
  expect(await emulator.refused(...detach(eip.uuid))).toMatchObject(
    refusedWith(`eip[uuid:${eip.uuid}] has not attached to any vm nic`),
  );
  const { usedIps } = await emulator.find(`/vm-instances/nics/${RUNNING_NIC}`);
  const given = await emulator.make(
    ...attach(eip.uuid, RUNNING_NIC, { usedIpUuid: usedIps[0].uuid }),
  );
  expect(given).toMatchObject({ vmNicUuid: RUNNING_NIC, guestIp: '10.1.0.11' });
  expect(await emulator.find(`/vips/${vip.uuid}`)).toMatchObject({
    serviceProvider: 'Flat',
    peerL3NetworkUuids: [l3Network],
  });
  expect(await emulator.find(`/eips?q=vmNic.vmInstanceUuid=${RUNNING}`)).toEqual(given);
  expect(await emulator.find(`/vm-instances/nics?q=eip.vipIp=${vip.ip}`)).toMatchObject({
    uuid: RUNNING_NIC,
  });
});

test('what an EIP cannot be made on, and for', async () => {
  const vip = await newVip();
  await emulator.make('PUT', `/vips/${vip.uuid}/actions`, {
    changeVipState: { stateEvent: 'disable' },
  });
  expect(await emulator.refused(...create(vip.uuid))).toMatchObject(
    refusedWith(`vip[uuid:${vip.uuid}] is not in state[Enabled], current state is Disabled`),
  );
  expect((await emulator.refused(...create(NOBODY))).code).toBe('SYS.1003');
  const inside = await newVip({ l3NetworkUuid: l3Network });
  expect(await emulator.refused(...create(inside.uuid, { vmNicUuid: STOPPED_NIC }))).toMatchObject(
    wrong(
      `guest l3Network of vm nic[uuid:${STOPPED_NIC}] and vip l3Network of vip[uuid: ${inside.uuid}] are the same network`,
    ),
  );
  const free = await newVip();
  const foreign = (await emulator.find(`/vm-instances/nics/${RUNNING_NIC}`)).usedIps[0].uuid;
  expect(
    await emulator.refused(...create(free.uuid, { vmNicUuid: STOPPED_NIC, usedIpUuid: foreign })),
  ).toMatchObject(wrong(`ip [uuid:${foreign}] is attached to vm nic [${STOPPED_NIC}]`));
  await withoutEipService();
  expect(await emulator.refused(...create(free.uuid, { vmNicUuid: STOPPED_NIC }))).toMatchObject(
    refusedWith(
      `L3Network[uuid:${l3Network}] doesn't have network service[type:Eip] enabled or no provider provides this network service`,
    ),
  );
});

test('a VIP in the subnet of the NIC, on a network of its VM, or out of its reach is refused', async () => {
  const overlapping = await another('Public', '10.1.2.0/29').catch((error: Error) => error.message);
  // Ranges of one layer 2 have nothing in common: another one is needed for it.
  expect(overlapping).toContain('overlap with ip range');
  const l2 = { name: 'far', zoneUuid: SEED.zone, physicalInterface: 'eth1' };
  const far = await emulator.make('POST', '/l2-networks/no-vlan', { params: l2 });
  const l3 = { name: 'far', l2NetworkUuid: far.uuid, category: 'Public' };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params: l3 });
  const range = { name: 'r', networkCidr: '10.1.2.0/29' };
  await emulator.make('POST', `/l3-networks/${uuid}/ip-ranges/by-cidr`, { params: range });
  const vip = await newVip({ l3NetworkUuid: uuid });
  expect(await emulator.refused(...create(vip.uuid, { vmNicUuid: STOPPED_NIC }))).toMatchObject(
    wrong(
      `L2Network where vip's L3Network based hasn't attached the cluster where vmNic[uuid:${STOPPED_NIC}] located`,
    ),
  );
  await emulator.make('POST', `/l2-networks/${far.uuid}/clusters/${SEED.clusters.used}`);
  const inside = `Vip[${vip.ip}] is in the guest ip range [10.1.0.10, 10.1.3.250]`;
  expect(await emulator.refused(...create(vip.uuid, { vmNicUuid: STOPPED_NIC }))).toMatchObject(
    refusedWith(inside),
  );
  const eip = await emulator.make(...create(vip.uuid));
  expect(await emulator.refused(...attach(eip.uuid, STOPPED_NIC))).toMatchObject(
    refusedWith(inside),
  );
  const on = await newVm([l3Network, publicNetwork], { defaultL3NetworkUuid: l3Network });
  const second = await newVip();
  expect(
    await emulator.refused(...create(second.uuid, { vmNicUuid: on.vmNics[0].uuid })),
  ).toMatchObject(
    wrong(
      `the vm[uuid:${on.uuid}] that the EIP is about to attach is already on the public network[uuid:${publicNetwork}] from which the vip[uuid:${second.uuid}, name:vip, ip:${second.ip}] comes`,
    ),
  );
});

test('a disabled EIP, one for a NIC of its own network and one for a VM under way are not given', async () => {
  const vip = await newVip();
  const { uuid } = await emulator.make(...create(vip.uuid));
  await emulator.make(...actions(uuid, { changeEipState: { stateEvent: 'disable' } }));
  expect(await emulator.refused(...attach(uuid, STOPPED_NIC))).toMatchObject(
    refusedWith(
      `eip[uuid: ${uuid}] can only be attached when state is Enabled, current state is Disabled`,
    ),
  );
  const inside = await newVip({ l3NetworkUuid: l3Network });
  const ofFlat = await emulator.make(...create(inside.uuid));
  expect(await emulator.refused(...attach(ofFlat.uuid, STOPPED_NIC))).toMatchObject(
    refusedWith(`Vip[${inside.ip}] is in the guest ip range [10.1.0.10, 10.1.3.250]`),
  );
  // Without an address a NIC has no gateway either.
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  const second = await emulator.make(...create((await newVip()).uuid));
  expect(await emulator.refused(...attach(second.uuid, loose.uuid))).toMatchObject(
    wrong(
      `L2Network where vip's L3Network based hasn't attached the cluster where vmNic[uuid:${loose.uuid}] located`,
    ),
  );
  const gone = await emulator.make('PUT', `/vm-instances/${STOPPED}/actions`, {
    updateVmInstance: { name: 'x' },
  });
  await emulator.make('DELETE', `/vm-instances/${gone.uuid}`);
  expect(await emulator.refused(...attach(second.uuid, STOPPED_NIC))).toMatchObject(
    wrong(`could not attach eip because there is no gateway for nic[uuid:${STOPPED_NIC}]`),
  );
});

test('names, descriptions and states change', async () => {
  expect(await emulator.make(...actions(SEED.eip, { updateEip: { name: 'n' } }))).toMatchObject({
    name: 'n',
    description: null,
  });
  expect(
    await emulator.make(...actions(SEED.eip, { updateEip: { description: 'd' } })),
  ).toMatchObject({ name: 'n', description: 'd' });
  const change = (stateEvent: string) => actions(SEED.eip, { changeEipState: { stateEvent } });
  expect(await emulator.make(...change('disable'))).toMatchObject({ state: 'Disabled' });
  expect(await emulator.make(...change('enable'))).toMatchObject({ state: 'Enabled' });
  expect((await emulator.refused(...change('x'))).code).toBe('SYS.1007');
});

test('an EIP follows its NIC: another address, its VM destroyed, itself removed', async () => {
  const set = { setVmStaticIp: { l3NetworkUuid: l3Network, ip: '10.1.1.1' } };
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, set);
  expect(await eipOf(SEED.eip)).toMatchObject({ vmNicUuid: RUNNING_NIC, guestIp: '10.1.1.1' });
  await emulator.make('DELETE', `/vm-instances/${RUNNING}`);
  const loose = { vmNicUuid: null, guestIp: null };
  expect(await eipOf(SEED.eip)).toMatchObject(loose);
  await emulator.make(...attach(SEED.eip, STOPPED_NIC));
  await emulator.make('DELETE', `/vm-instances/nics/${STOPPED_NIC}`);
  expect(await eipOf(SEED.eip)).toMatchObject(loose);
  const vm = await newVm([l3Network]);
  await emulator.make(...attach(SEED.eip, vm.vmNics[0].uuid));
  await emulator.make('DELETE', `/l3-networks/${l3Network}`);
  expect(await eipOf(SEED.eip)).toMatchObject(loose);
});

test('a VM gets no NIC on the network that gives it an EIP', async () => {
  const path = `/vm-instances/${RUNNING}/l3-networks/${publicNetwork}`;
  const text = `unable to attach the L3 network[uuid:${publicNetwork}, name:l3-public] to the vm[uuid:${RUNNING}, name:web-1], because the L3 network is providing EIP to one of the vm's nic`;
  expect(await emulator.refused('POST', path, { params: {} })).toMatchObject(refusedWith(text));
  const nic = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: publicNetwork } });
  const ready = `/vm-instances/${RUNNING}/nices/${nic.uuid}`;
  expect(await emulator.refused('POST', ready, { params: {} })).toMatchObject(refusedWith(text));
  const candidates = `/vm-instances/${RUNNING}/l3-networks-candidates`;
  expect((await emulator.call('GET', candidates)).body.inventories).toEqual([]);
  await emulator.make(...detach(SEED.eip));
  expect((await emulator.call('GET', candidates)).body.inventories).toMatchObject([
    { uuid: publicNetwork },
  ]);
  await emulator.make('POST', path, { params: {} });
});

test('an EIP stays where its network has lost the service; a VIP goes only with that of a stopped VM', async () => {
  await withoutEipService();
  const missing = `L3Network[uuid:${l3Network}] doesn't have network service[type:Eip] enabled or no provider provides this network service`;
  for (const path of [`/eips/${SEED.eip}/vm-instances/nics`, `/eips/${SEED.eip}`]) {
    expect(await emulator.refused('DELETE', path)).toMatchObject(refusedWith(missing));
  }
  expect(await emulator.refused('DELETE', `/vips/${SEED.vip}`)).toMatchObject({
    code: 'SYS.1004',
    details: missing,
    cause: refusedWith(missing),
  });
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, { stopVmInstance: {} });
  await emulator.make('DELETE', `/vips/${SEED.vip}`);
  expect(await eipOf(SEED.eip)).toBeUndefined();
});

test('the NICs that an EIP can be given to', async () => {
  const vip = await newVip();
  const { uuid } = await emulator.make(...create(vip.uuid));
  const candidates = async (query = '', eip = uuid) =>
    (await emulator.call('GET', `/eips/${eip}/vm-instances/candidate-nics${query}`)).body;
  const sorted = (uuids: readonly string[]) => uuids.toSorted((a, b) => a.localeCompare(b));
  const uuidsOf = ({ inventories }: Json) => sorted(inventories.map((nic: Json) => nic.uuid));
  const other = await another();
  const vm = await newVm([other]);
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  // The running one has an EIP already.
  const all = sorted([STOPPED_NIC, vm.vmNics[0].uuid, loose.uuid]);
  expect(uuidsOf(await candidates())).toEqual(all);
  expect(await candidates()).toMatchObject({ more: false, start: 4 });
  expect(uuidsOf(await candidates('?attachedToVm=false'))).toEqual([loose.uuid]);
  expect(uuidsOf(await candidates(`?vmUuid=${STOPPED}`))).toEqual(
    sorted([STOPPED_NIC, loose.uuid]),
  );
  expect(uuidsOf(await candidates('?vmName=WIN'))).toEqual(sorted([STOPPED_NIC, loose.uuid]));
  expect(uuidsOf(await candidates('?networkServiceProvider=Flat'))).toEqual(all);
  expect(uuidsOf(await candidates('?networkServiceProvider=vrouter'))).toEqual([]);
  const [first, page] = [await candidates('?limit=2'), await candidates('?limit=2&start=2')];
  expect(first).toMatchObject({ more: true, start: 2 });
  expect(page).toMatchObject({ more: true, start: 4 });
  // One that is attached has none.
  expect(await candidates('', SEED.eip)).toMatchObject({ inventories: [], more: false });
  // Nor has a VM that is on the public network itself.
  await newVm([l3Network, publicNetwork], { defaultL3NetworkUuid: l3Network });
  expect(uuidsOf(await candidates())).toEqual(all);
  await emulator.make(...actions(uuid, { changeEipState: { stateEvent: 'disable' } }));
  expect(await emulator.refused('GET', `/eips/${uuid}/vm-instances/candidate-nics`)).toMatchObject(
    refusedWith(`eip[uuid:${uuid}] is not in state of Enabled, cannot get attachable vm nic`),
  );
});

test('the EIPs that a NIC can be given', async () => {
  const candidates = async (nic: string, query = '') =>
    (await emulator.call('GET', `/vm-instances/nics/${nic}/candidate-eips${query}`)).body
      .inventories;
  const eip = await emulator.make(...create((await newVip()).uuid));
  expect(await candidates(STOPPED_NIC)).toEqual([eip]);
  expect(await candidates(STOPPED_NIC, '?ipVersion=4')).toEqual([eip]);
  expect(await candidates(STOPPED_NIC, '?ipVersion=6')).toEqual([]);
  // It has one already.
  expect(await candidates(RUNNING_NIC)).toEqual([]);
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  expect(
    await emulator.refused('GET', `/vm-instances/nics/${loose.uuid}/candidate-eips`),
  ).toMatchObject(
    refusedWith(
      `vmNic[uuid:${loose.uuid}] is not attached to vmInstance, cannot get attachable eips`,
    ),
  );
  await withoutEipService();
  expect(await candidates(STOPPED_NIC)).toEqual([]);
});

test('an account has as many EIPs as its quota says; they go with their VM to another one', async () => {
  const account = await makeAccount(emulator, 'carol');
  const quota = { identityUuid: account.uuid, name: 'eip.num', value: 1 };
  await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota: quota });
  // A VIP of another account serves, as in the real system.
  const [one, two] = [await newVip(), await newVip()];
  const eip = (await emulator.call(...create(one.uuid), account.session)).body.inventory;
  expect(await emulator.refused(...create(two.uuid), account.session)).toMatchObject({
    code: 'ID.1003',
    details: expect.stringContaining('name: eip.num, value: 1], Current used:1, Request:1'),
  });
  const seen = await emulator.call('GET', '/eips', undefined, account.session);
  expect(seen.body.inventories).toEqual([eip]);
  const give = (resourceUuid: string, to: string) =>
    ['POST', `/account/${to}/resources`, { params: { resourceUuid } }] as const;
  expect((await emulator.refused(...give(SEED.eip, account.uuid))).code).toBe('ID.1003');
  await emulator.make(...give(RUNNING, ALICE));
  for (const path of ['/eips', '/vips']) {
    const hers = await emulator.call('GET', path, undefined, ALICE_SESSION);
    expect(hers.body.inventories).toHaveLength(1);
  }
  await emulator.make(...give(eip.uuid, ALICE));
  expect(
    (await emulator.call('GET', '/vips', undefined, ALICE_SESSION)).body.inventories,
  ).toHaveLength(2);
});
