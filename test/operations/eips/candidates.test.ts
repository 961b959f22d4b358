import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { publicNetwork, l3Network } = SEED;
const { usual, vlan } = SEED.l2Networks;
const STOPPED = SEED.vms.stoppedWindows;
const STOPPED_NIC = 'e1c00000000040008000000000000002';

let emulator: TestEmulator;
let eip: string;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  eip = (await newEip()).uuid;
});

const newEip = async (l3NetworkUuid: string = publicNetwork): Promise<Json> => {
  const vip = await emulator.make('POST', '/vips', { params: { name: 'vip', l3NetworkUuid } });
  return emulator.make('POST', '/eips', { params: { name: 'eip', vipUuid: vip.uuid } });
};
const network = async (more: object = {}, cidr = '192.168.9.0/24'): Promise<string> => {
  const params = { name: 'other', l2NetworkUuid: usual, ...more };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const range = { name: 'r', networkCidr: cidr };
  await emulator.make('POST', `/l3-networks/${uuid}/ip-ranges/by-cidr`, { params: range });
  return uuid;
};
const serve = (l3: string, provider = 'Flat') =>
  emulator.make('POST', `/l3-networks/${l3}/network-services`, {
    params: { networkServices: { [provider]: ['Eip'] } },
  });
const stop = (l3: string) =>
  emulator.make('DELETE', `/l3-networks/${l3}/network-services?networkServices.Flat=Eip`);
const nicsFor = async (query = '', of = eip): Promise<Json> =>
  (await emulator.call('GET', `/eips/${of}/vm-instances/candidate-nics?${query}`)).body;
const uuidsFor = async (query = ''): Promise<string[]> =>
  (await nicsFor(query)).inventories.map(({ uuid }: Json) => uuid);
const eipsFor = async (nic = STOPPED_NIC): Promise<string[]> =>
  (await emulator.call('GET', `/vm-instances/nics/${nic}/candidate-eips`)).body.inventories.map(
    ({ uuid }: Json) => uuid,
  );
const ofVm = (set: string) =>
  put(emulator, `update vm_instances set ${set} where uuid = '${STOPPED}'`);
const ofL3 = (set: string, l3: string = l3Network) =>
  put(emulator, `update l3_networks set ${set} where uuid = '${l3}'`);
const attach = (l3: string) =>
  emulator.make('POST', `/vm-instances/${STOPPED}/l3-networks/${l3}`, { params: {} });

describe('an EIP can be given to NICs of VMs', () => {
  test('which are told with their addresses', async () => {
    expect(await nicsFor()).toEqual({
      success: true,
      error: null,
      inventories: [await emulator.find(`/vm-instances/nics/${STOPPED_NIC}`)],
      start: 2,
      more: false,
    });
  });

  test.each<[string, () => unknown]>([
    ['that are under way', () => ofVm("state = 'Starting'")],
    ['that are no guests', () => ofVm("type = 'ApplianceVm'")],
    ['in no cluster', () => ofVm('cluster_uuid = null')],
    ['on a network of the system', () => ofL3("system = 1, category = 'System'")],
    ['on a network of another version', () => ofL3('ip_version = 6')],
    ['on a network out of reach', () => ofL3(`l2_network_uuid = '${vlan}'`)],
    ['on a network without EIPs', () => stop(l3Network)],
    [
      'of a network that is out of reach itself',
      () => ofL3(`l2_network_uuid = '${vlan}'`, publicNetwork),
    ],
    ['that are on its own network, too', () => attach(publicNetwork)],
    [
      'that have one',
      async () => {
        const { uuid } = await newEip();
        await emulator.make('POST', `/eips/${uuid}/vm-instances/nics/${STOPPED_NIC}`, {
          params: {},
        });
      },
    ],
  ])('but not of those %s', async (_, change) => {
    await change();
    expect(await uuidsFor()).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ...['Running', 'Paused', 'Pausing', 'Resuming', 'Stopped', 'VolumeMigrating'].map(
      (state): [string, () => unknown] => [`that are ${state}`, () => ofVm(`state = '${state}'`)],
    ),
    ['on a network of both versions', () => ofL3('ip_version = 46')],
    [
      'that are on its own network without an address',
      async () => {
        await attach(publicNetwork);
        put(
          emulator,
          `update vm_nics set ip = null, used_ip_uuid = null, gateway = null, netmask = null, ip_version = null where l3_network_uuid = '${publicNetwork}';
           delete from used_ips where l3_network_uuid = '${publicNetwork}' and vm_nic_uuid is not null`,
        );
      },
    ],
  ])('and of those %s', async (_, change) => {
    await change();
    expect(await uuidsFor()).toEqual([STOPPED_NIC]);
  });

  test.each<[string, string[]]>([
    [`vmUuid=${STOPPED.slice(3, -1).toUpperCase()}2`, [STOPPED_NIC]],
    ['vmUuid=x', []],
    ['vmName=%25', []],
    ['networkServiceProvider=Flat', [STOPPED_NIC]],
    ['networkServiceProvider=vrouter', []],
    ['networkServiceProvider=SecurityGroup', []],
    ['attachedToVm=false', []],
    ['start=2', []],
    ['limit=1', []],
    ['start=1', [STOPPED_NIC]],
  ])('that fit %s', async (query, wanted) => {
    expect(await uuidsFor(query)).toEqual(wanted);
  });

  test('page by page, by their VMs; behind the last there is nothing', async () => {
    const l3 = await network();
    await serve(l3);
    await attach(l3);
    const pages = [];
    for (const query of ['limit=1', 'limit=1&start=1', 'limit=1&start=2', 'limit=2', 'start=3']) {
      const { inventories, start, more } = await nicsFor(query);
      pages.push([inventories.length, start, more]);
    }
    // The first is one of the running VM, which has an EIP.
    expect(pages).toEqual([
      [0, 1, true],
      [1, 2, true],
      [1, 3, true],
      [1, 2, true],
      [0, 0, false],
    ]);
    const owners = (await nicsFor()).inventories.map((nic: Json) => nic.vmInstanceUuid);
    expect(owners).toEqual([STOPPED, STOPPED]);
  });

  test('in the order of their VMs, whatever that of their networks is', async () => {
    const l3 = await network();
    await serve(l3);
    const running = SEED.vms.runningLinux;
    await emulator.make('POST', `/vm-instances/${running}/l3-networks/${l3}`, { params: {} });
    const owners = (await nicsFor()).inventories.map((nic: Json) => nic.vmInstanceUuid);
    expect(owners).toEqual([running, STOPPED]);
  });

  test('and to NICs of no VM, each of a network with EIPs', async () => {
    const [served, unserved] = [await network(), await network({}, '192.168.10.0/24')];
    await serve(served);
    const loose = [];
    for (const l3NetworkUuid of [served, unserved]) {
      loose.push((await emulator.make('POST', '/nics', { params: { l3NetworkUuid } })).uuid);
    }
    expect(await uuidsFor('attachedToVm=false')).toEqual([loose[0]]);
    expect(await uuidsFor('vmName=none')).toEqual([loose[0]]);
  });

  test('on networks whose routers do it, to none', async () => {
    await stop(l3Network);
    await serve(l3Network, 'vrouter');
    expect(await uuidsFor()).toEqual([]);
    put(emulator, `delete from network_service_refs where network_service_type = 'Eip'`);
    await serve(l3Network, 'VirtualRouter');
    expect(await uuidsFor()).toEqual([]);
  });
});

describe('a NIC can be given EIPs', () => {
  test.each<[string, () => unknown]>([
    ['on a public network', () => ofL3("category = 'Public'")],
    ['on a network without EIPs', () => stop(l3Network)],
    ['whose VM is in no place', () => ofVm('host_uuid = null, last_host_uuid = null')],
    ['whose VM is on the network of the EIP, too', () => attach(publicNetwork)],
    [
      'out of reach of the network of the EIP',
      () => ofL3(`l2_network_uuid = '${vlan}'`, publicNetwork),
    ],
    ['beside an EIP of the system', () => ofL3("category = 'System', system = 1", publicNetwork)],
  ])('but not one %s', async (_, change) => {
    await change();
    expect(await eipsFor()).toEqual([]);
  });

  test('of private networks, where flat ones do it: one without the service counts as the one before it', async () => {
    const flat = await network();
    await serve(flat);
    const bare = await network({}, '192.168.10.0/24');
    const ofFlat = await newEip(flat);
    const ofBare = await newEip(bare);
    expect(await eipsFor()).toEqual([eip, ofFlat.uuid, ofBare.uuid]);
    await stop(flat);
    await serve(flat, 'vrouter');
    expect(await eipsFor()).toEqual([eip]);
    ofL3("type = 'L3VpcNetwork'", flat);
    expect(await eipsFor()).toEqual([eip, ofBare.uuid]);
  });
});
