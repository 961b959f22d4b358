import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { startSeed } from '../../support/seeds';
import { put } from '../../support/volumes';

const { l3Network, publicNetwork, images, zone } = SEED;
const { usual, vlan } = SEED.l2Networks;
const { stoppedWindows: STOPPED, runningLinux: RUNNING } = SEED.vms;
const NOWHERE = 'ffffffffffff4fff8fffffffffffffff';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const network = async (more: object = {}, cidr = '192.168.9.0/24'): Promise<string> => {
  const params = { name: 'other', l2NetworkUuid: usual, ...more };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const range = { name: 'r', networkCidr: cidr };
  await emulator.make('POST', `/l3-networks/${uuid}/ip-ranges/by-cidr`, { params: range });
  return uuid;
};
const wide = (l3: string, networkCidr = '2001:db8::/64') =>
  emulator.make('POST', `/l3-networks/${l3}/ipv6-ranges/by-cidr`, {
    params: { name: 'c6', networkCidr, addressMode: 'Stateful-DHCP' },
  });
const attach = (l3: string, systemTags: string[] = [], vm: string = STOPPED) =>
  ['POST', `/vm-instances/${vm}/l3-networks/${l3}`, { params: {}, systemTags }] as const;
const nicsOf = async (vm: string = STOPPED): Promise<Json[]> =>
  (await emulator.find(`/vm-instances/${vm}`)).vmNics;
const nicOn = async (l3: string, vm: string = STOPPED): Promise<Json> =>
  (await nicsOf(vm)).find(({ l3NetworkUuid }) => l3NetworkUuid === l3);
const tagsOf = async (uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories
    .map(({ tag }: Json) => tag)
    .toSorted();

test('a network of the system is for VMs of the system', async () => {
  const l3 = await network();
  put(emulator, `update l3_networks set system = 1, category = 'System' where uuid = '${l3}'`);
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3 } });
  const attachLoose = [
    'POST',
    `/vm-instances/${STOPPED}/nices/${loose.uuid}`,
    { params: {} },
  ] as const;
  const path = `/vm-instances/nics/${(await nicOn(l3Network)).uuid}/l3-networks/${l3}`;
  const calls: readonly (readonly [readonly ['POST', string, object], string])[] = [
    [attach(l3), 'unable to attach a L3 network. The'],
    [attachLoose, 'unable to attach the nic. Its'],
    [['POST', path, { params: {} }], 'unable to change to L3 network. The'],
  ];
  for (const [call, words] of calls) {
    expect(await emulator.refused(...call)).toMatchObject({
      code: 'SYS.1006',
      details: `${words} L3 network[uuid:${l3}] is a system network and vm is a user vm`,
    });
  }
  put(emulator, `update vm_instances set type = 'ApplianceVm' where uuid = '${STOPPED}'`);
  await emulator.make(...attachLoose);
  expect(await nicOn(l3)).toMatchObject({ uuid: loose.uuid, internalName: expect.any(String) });
});

test('a NIC that is taken from a VM takes what tags say of its network, and of no other', async () => {
  const l3 = await network();
  const [own, other] = [`staticIp::${l3}::192.168.9.7`, `staticIp::${l3Network}::10.1.0.12`];
  await emulator.make(...attach(l3, [own]));
  await emulator.make('POST', '/system-tags', {
    params: { resourceType: 'VmInstanceVO', resourceUuid: STOPPED, tag: other },
  });
  await emulator.make('POST', '/system-tags', {
    params: { resourceType: 'VmInstanceVO', resourceUuid: STOPPED, tag: 'hostname::web' },
  });
  const before = await tagsOf(STOPPED);
  const { uuid } = await nicOn(l3);
  await emulator.make('DELETE', `/vm-instances/nics/${uuid}`);
  expect(await tagsOf(STOPPED)).toEqual(before.filter((tag) => !tag.includes(l3)));
  expect(before).toEqual(expect.arrayContaining([own, other, 'hostname::web']));
});

test('of two NICs on one network the one that is left keeps what is said of it', async () => {
  await emulator.configure('vm/multivNic.support', 'true');
  const [first] = await nicsOf();
  await emulator.make(...attach(l3Network, [`staticIp::${l3Network}::10.1.0.99`]));
  await emulator.make('DELETE', `/vm-instances/nics/${first.uuid}`);
  expect(await tagsOf(STOPPED)).toContain(`staticIp::${l3Network}::10.1.0.99`);
  const vm = await emulator.find(`/vm-instances/${STOPPED}`);
  expect(vm.defaultL3NetworkUuid).toBe(l3Network);
  expect(vm.vmNics.map(({ ip }: Json) => ip)).toEqual(['10.1.0.99']);
});

test('the default network of a VM is another one only when it goes itself', async () => {
  const l3 = await network();
  await emulator.make(...attach(l3));
  const defaultOf = async () =>
    (await emulator.find(`/vm-instances/${STOPPED}`)).defaultL3NetworkUuid;
  await emulator.make('DELETE', `/vm-instances/nics/${(await nicOn(l3)).uuid}`);
  expect(await defaultOf()).toBe(l3Network);
  await emulator.make(...attach(l3));
  await emulator.make('DELETE', `/vm-instances/nics/${(await nicOn(l3Network)).uuid}`);
  expect(await defaultOf()).toBe(l3);
  await emulator.make('DELETE', `/vm-instances/nics/${(await nicOn(l3)).uuid}`);
  expect(await defaultOf()).toBeNull();
  await emulator.make(...attach(l3));
  expect(await defaultOf()).toBe(l3);
});

test('tags of a new VM are each for the NIC on their network', async () => {
  const l3 = await network();
  const vm = await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'vm',
      cpuNum: 1,
      memorySize: 2 ** 30,
      imageUuid: images.linux,
      l3NetworkUuids: [l3Network, l3],
      defaultL3NetworkUuid: l3,
    },
    systemTags: [
      `customMac::${l3}::fa:00:00:00:00:09`,
      `customNicUuid::${l3}::${'0'.repeat(12)}4${'0'.repeat(3)}8${'0'.repeat(14)}1`,
      `staticIp::${l3}::192.168.9.7`,
    ],
  });
  const [first, second] = vm.vmNics;
  expect(second).toMatchObject({
    mac: 'fa:00:00:00:00:09',
    ip: '192.168.9.7',
    uuid: `${'0'.repeat(12)}4${'0'.repeat(3)}8${'0'.repeat(14)}1`,
    deviceId: 1,
  });
  expect(first.mac).not.toBe(second.mac);
  expect(first.ip).toMatch(/^10\.1\./);
});

test('an address of a network that is not there is refused', async () => {
  const params = {
    name: 'vm',
    cpuNum: 1,
    memorySize: 2 ** 30,
    imageUuid: images.linux,
    l3NetworkUuids: [l3Network],
  };
  expect(
    await emulator.refused('POST', '/vm-instances', {
      params,
      systemTags: [`staticIp::${NOWHERE}::192.168.9.7`],
    }),
  ).toMatchObject({
    code: 'SYS.1007',
    details: `Unable to find L3Network[uuid:${NOWHERE}], it may have been deleted`,
  });
});

describe('SetVmStaticIp', () => {
  const set = (l3NetworkUuid: string, params: object) =>
    [
      'PUT',
      `/vm-instances/${STOPPED}/actions`,
      { setVmStaticIp: { l3NetworkUuid, ...params } },
    ] as const;
  const ipsOn = async (l3: string): Promise<string[]> =>
    (await nicOn(l3)).usedIps.map(({ ip }: Json) => ip).toSorted();
  const both = async (): Promise<string> => {
    const l3 = await network();
    await wide(l3);
    await emulator.make(
      ...attach(l3, [`staticIp::${l3}::192.168.9.7`, `staticIp::${l3}::2001:db8--7`]),
    );
    return l3;
  };

  test('with two addresses of IPv6 sets the second', async () => {
    const l3 = await both();
    await emulator.call(...set(l3, { ip: '2001:db8::8', ip6: '2001:db8::9' }));
    expect(await ipsOn(l3)).toEqual(['192.168.9.7', '2001:db8::9']);
  });

  test('with one of each version sets both, and keeps what is not told', async () => {
    const l3 = await both();
    await emulator.call(...set(l3, { ip: '192.168.9.8', ip6: '2001:db8::8' }));
    expect(await ipsOn(l3)).toEqual(['192.168.9.8', '2001:db8::8']);
    await emulator.call(...set(l3, { ip: '2001:db8::9' }));
    expect(await ipsOn(l3)).toEqual(['192.168.9.8', '2001:db8::9']);
    await emulator.call(...set(l3, { ip: '192.168.9.9' }));
    expect(await ipsOn(l3)).toEqual(['192.168.9.9', '2001:db8::9']);
    expect((await tagsOf(STOPPED)).filter((tag) => tag.startsWith('staticIp'))).toEqual([
      `staticIp::${l3}::192.168.9.9`,
      `staticIp::${l3}::2001:db8--9`,
    ]);
  });

  test('with the address that it has in other words changes nothing', async () => {
    const l3 = await both();
    emulator.advance(1000);
    const before = await nicOn(l3);
    await emulator.call(...set(l3, { ip6: '2001:0db8::0007' }));
    expect(await nicOn(l3)).toEqual(before);
    expect(await emulator.refused(...set(l3, { ip6: '2001:db8::7' }))).toMatchObject({
      code: 'SYS.1007',
      details: `ip address [2001:db8::7] already set to vmNic [uuid:${before.uuid}]`,
    });
  });

  test.each(['0', '9', '64', '99', '100', '119', '120', '128'])(
    'notes an address with the prefix %s',
    async (ipv6Prefix) => {
      const l3 = await network({ enableIPAM: false });
      await emulator.make(...attach(l3));
      const answer = await emulator.call(...set(l3, { ip6: '2001:db8::7', ipv6Prefix }));
      expect([answer.status, await ipsOn(l3)]).toEqual([200, ['2001:db8::7']]);
    },
  );

  test.each(['129', '130', '200', '1280', 'x', '6x', 'x6', ''])(
    'knows no prefix %j',
    async (ipv6Prefix) => {
      const l3 = await network({ enableIPAM: false });
      await emulator.make(...attach(l3));
      expect(await emulator.refused(...set(l3, { ip6: '2001:db8::7', ipv6Prefix }))).toMatchObject({
        details: `can not parse [2001:db8::7/${ipv6Prefix}]`,
      });
    },
  );
});

describe('candidates', () => {
  const list = async (path: string): Promise<string[]> =>
    (await emulator.call('GET', path)).body.inventories.map(({ uuid }: Json) => uuid);
  const forVm = (vm: string) => list(`/vm-instances/${vm}/l3-networks-candidates`);

  test('of a VM are in its cluster, enabled and of no system; of one without a cluster in any', async () => {
    const away = await network({ l2NetworkUuid: vlan }, '192.168.10.0/24');
    await emulator.make('POST', `/l2-networks/${vlan}/clusters/${SEED.clusters.empty}`, {
      params: {},
    });
    expect(await forVm(STOPPED)).toEqual([publicNetwork]);
    put(emulator, `update vm_instances set cluster_uuid = null where uuid = '${STOPPED}'`);
    expect(await forVm(STOPPED)).toEqual([publicNetwork, away]);
    put(emulator, `update l3_networks set state = 'Disabled' where uuid = '${publicNetwork}'`);
    expect(await forVm(STOPPED)).toEqual([away]);
    put(emulator, `update l3_networks set category = 'System', system = 1 where uuid = '${away}'`);
    expect(await forVm(STOPPED)).toEqual([]);
    expect(await forVm(RUNNING)).toEqual([]);
  });

  const STORAGES = (seed: string) => `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z, uuid: '${zone}' }, { name: far }]
clusters: [{ name: c, zone: z, uuid: '${SEED.clusters.used}' }, { name: d, zone: z }]
l2Networks: [{ name: l2, zone: z, uuid: '${usual}', clusters: [c] }]
${seed}`;

  test('for an image are near storages that work with its own', async () => {
    const [store, sftp, local] = [
      SEED.backupStorages.imageStore,
      SEED.backupStorages.sftp,
      SEED.primaryStorages.local,
    ];
    emulator = await startSeed(
      STORAGES(`
l3Networks: [{ name: n, uuid: '${l3Network}', l2Network: l2 }]
primaryStorages:
  - { name: p, zone: z, uuid: '${local}', type: LocalStorage, url: /p, totalCapacity: 10T, clusterUuids: [c] }
backupStorages:
  - { name: a, uuid: '${store}', type: ImageStoreBackupStorage, url: /a, zones: [z], totalCapacity: 10T }
  - { name: b, uuid: '${sftp}', type: SftpBackupStorage, url: /b, zones: [far], totalCapacity: 10T }
images:
  - { name: i, uuid: '${images.linux}', url: 'http://x/i', size: 1G, backupStorages: [a] }
  - { name: j, uuid: '${images.windows}', url: 'http://x/j', size: 1G, backupStorages: [b] }
`),
    );
    const of = `/images-l3networks/dependencies?zoneUuid=${zone}`;
    expect(await list(`${of}&imageUuid=${images.linux}`)).toEqual([l3Network]);
    const byStorage = `/backupStorage-l3networks/dependencies?zoneUuid=${zone}`;
    expect(await list(`${byStorage}&l3NetworkUuids=${l3Network}`)).toEqual([store, sftp]);
    expect(await list(`${byStorage}&backupStorageUuid=${store}`)).toEqual([l3Network]);
    // One that lies in another zone is none of this one.
    expect(await list(`${of}&l3NetworkUuids=${l3Network}`)).toEqual([images.linux]);
    const elsewhere = `the image[uuid:${images.windows}] is not on any backup storage that has been attached to the zone[uuid:${zone}]`;
    expect(await emulator.refused('GET', `${of}&imageUuid=${images.windows}`)).toMatchObject({
      details: elsewhere,
    });
  });

  test('are none, and nothing is wrong, where clusters have switches but no networks', async () => {
    emulator = await startSeed(
      STORAGES(`
primaryStorages:
  - { name: p, zone: z, type: NFS, url: '10.0.0.2:/p', totalCapacity: 10T, clusterUuids: [c, d] }
backupStorages: [{ name: a, type: SftpBackupStorage, url: /a, zones: [z], totalCapacity: 10T }]
images: [{ name: i, uuid: '${images.linux}', url: 'http://x/i', size: 1G, backupStorages: [a] }]
`),
    );
    const path = `/images-l3networks/dependencies?zoneUuid=${zone}&imageUuid=${images.linux}&raiseException=true`;
    expect(await list(path)).toEqual([]);
  });
});
