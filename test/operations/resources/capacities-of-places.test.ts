import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost } from '../../support/hosts';

/* What several places have together: zones, clusters, and storages that lie in more than one of them. */

const { clusters, zone } = SEED;

interface Places {
  readonly emulator: TestEmulator;
  readonly zone2: string;
  readonly cluster2: string;
}

async function places(): Promise<Places> {
  const emulator = await TestEmulator.start();
  const { uuid: zone2 } = await emulator.make('POST', '/zones', { params: { name: 'zone-2' } });
  const { uuid: cluster2 } = await emulator.make('POST', '/clusters', {
    params: { name: 'cluster-2', zoneUuid: zone2, hypervisorType: 'KVM' },
  });
  return { emulator, zone2, cluster2 };
}

const asked = async ({ emulator }: Places, path: string): Promise<Json> => {
  const { status, body } = await emulator.call('GET', path);
  expect([path, status]).toEqual([path, 200]);
  return body;
};

/** The sums of a field for field. */
const together = (fields: readonly string[], parts: readonly Json[]): Json =>
  Object.fromEntries(
    fields.map((field) => [field, parts.reduce((sum, part) => sum + part[field], 0)]),
  );
const among = (fields: readonly string[], body: Json): Json =>
  Object.fromEntries(fields.map((field) => [field, body[field]]));

test('of hosts: the narrowest that is named, each place in its turn, those without a host left out', async () => {
  const world = await places();
  const { emulator, zone2, cluster2 } = world;
  const FIELDS = ['totalCpu', 'availableCpu', 'totalMemory', 'availableMemory', 'managedCpuNum'];
  const inEmpty = await addHost(emulator, 'host-5', { clusterUuid: clusters.empty });
  const inOther = await addHost(emulator, 'host-6', { clusterUuid: cluster2 });
  const of = (query: string) => asked(world, `/hosts/capacities/cpu-memory?${query}`);
  const one = async (uuid: string): Promise<Json> =>
    (await of(`hostUuids=${uuid}`)).capacityData[0];
  const linux = await one(SEED.hosts.linux);
  const arm = await one(SEED.hosts.arm);
  const fifth = await one(inEmpty.uuid);
  const sixth = await one(inOther.uuid);
  const used = { resourceUuid: clusters.used, ...together(FIELDS, [linux, arm]) };
  const empty = { ...fifth, resourceUuid: clusters.empty };
  const other = { ...sixth, resourceUuid: cluster2 };
  const first = { resourceUuid: zone, ...together(FIELDS, [used, fifth]) };
  const second = { ...sixth, resourceUuid: zone2 };
  const cases: [query: string, parts: Json[], type: string][] = [
    [`hostUuids=${inOther.uuid}&hostUuids=${SEED.hosts.linux}`, [sixth, linux], 'HostVO'],
    [
      `hostUuids=${inOther.uuid}&clusterUuids=${clusters.used}&zoneUuids=${zone}`,
      [sixth],
      'HostVO',
    ],
    [`hostUuids=${SEED.hosts.disconnected}`, [], 'HostVO'],
    [`clusterUuids=${cluster2}&clusterUuids=${clusters.used}`, [other, used], 'ClusterVO'],
    [`clusterUuids=${clusters.empty}&zoneUuids=${zone2}`, [empty], 'ClusterVO'],
    [`zoneUuids=${zone2}&zoneUuids=${zone}`, [second, first], 'ZoneVO'],
    [`zoneUuids=${zone2}&hypervisorType=KVM`, [second], 'ZoneVO'],
    [`zoneUuids=${zone2}&hypervisorType=ESX`, [], 'ZoneVO'],
    ['all=true', [first, second], 'ZoneVO'],
    [`all=true&zoneUuids=${zone2}`, [second], 'ZoneVO'],
    [`all=true&zoneUuids=${zone2}&hypervisorType=ESX`, [], 'ZoneVO'],
    [`all=true&hostUuids=${inOther.uuid}&hypervisorType=ESX`, [sixth], 'HostVO'],
  ];
  for (const [query, parts, resourceType] of cases) {
    const { success: _success, error: _error, ...told } = await of(query);
    expect([query, told]).toEqual([
      query,
      { ...together(FIELDS, parts), capacityData: parts, resourceType },
    ]);
  }
});

test('of primary storages: each once, in whichever of its clusters', async () => {
  const world = await places();
  const { emulator, zone2, cluster2 } = world;
  const FIELDS = [
    'totalCapacity',
    'availableCapacity',
    'totalPhysicalCapacity',
    'availablePhysicalCapacity',
  ];
  const { nfs, ceph, local } = SEED.primaryStorages;
  await emulator.make('POST', `/clusters/${clusters.empty}/primary-storage/${nfs}`);
  const { uuid: added } = await emulator.make('POST', '/primary-storage/nfs', {
    params: { name: 'nfs-2', url: '192.168.1.50:/nfs', zoneUuid: zone2 },
  });
  await emulator.make('POST', `/clusters/${cluster2}/primary-storage/${added}`);
  const of = (query: string) => asked(world, `/primary-storage/capacities?${query}`);
  const one = (uuid: string) => of(`primaryStorageUuids=${uuid}`);
  const every = await Promise.all(Object.values(SEED.primaryStorages).map(one));
  const [ofNfs, ofCeph, ofLocal, ofAdded] = [
    await one(nfs),
    await one(ceph),
    await one(local),
    await one(added),
  ];
  const cases: [query: string, parts: Json[]][] = [
    [`primaryStorageUuids=${added}&primaryStorageUuids=${ceph}`, [ofAdded, ofCeph]],
    [`primaryStorageUuids=${local}&all=true&zoneUuids=${zone2}`, [ofLocal]],
    [`clusterUuids=${clusters.empty}`, [ofNfs]],
    [`clusterUuids=${clusters.used}`, every],
    [`clusterUuids=${clusters.used}&clusterUuids=${clusters.empty}`, every],
    [`clusterUuids=${clusters.empty}&clusterUuids=${cluster2}`, [ofNfs, ofAdded]],
    [`clusterUuids=${cluster2}&zoneUuids=${zone}`, [ofAdded]],
    [`zoneUuids=${zone2}`, [ofAdded]],
    [`zoneUuids=${zone2}&zoneUuids=${zone}`, [...every, ofAdded]],
    [`zoneUuids=${zone2}&all=true`, [ofAdded]],
    ['all=true', [...every, ofAdded]],
  ];
  for (const [query, parts] of cases) {
    expect([query, among(FIELDS, await of(query))]).toEqual([query, together(FIELDS, parts)]);
  }
});

test('of backup storages: once for each zone that is named, of all when all are asked for', async () => {
  const world = await places();
  const { emulator, zone2 } = world;
  const FIELDS = ['totalCapacity', 'availableCapacity'];
  const { imageStore, sftp, elsewhere } = SEED.backupStorages;
  for (const uuid of [sftp, elsewhere]) {
    await emulator.make('POST', `/zones/${zone2}/backup-storage/${uuid}`);
  }
  const of = (query: string) => asked(world, `/backup-storage/capacities?${query}`);
  const one = (uuid: string) => of(`backupStorageUuids=${uuid}`);
  const [ofImageStore, ofSftp, ofElsewhere] = [
    await one(imageStore),
    await one(sftp),
    await one(elsewhere),
  ];
  const every = await Promise.all(Object.values(SEED.backupStorages).map(one));
  const ofFirst = await of(`zoneUuids=${zone}`);
  const cases: [query: string, parts: Json[]][] = [
    [
      `backupStorageUuids=${elsewhere}&backupStorageUuids=${imageStore}`,
      [ofElsewhere, ofImageStore],
    ],
    [`backupStorageUuids=${imageStore}&zoneUuids=${zone2}&all=true`, [ofImageStore]],
    [`zoneUuids=${zone2}`, [ofSftp, ofElsewhere]],
    [`zoneUuids=${zone}&zoneUuids=${zone2}`, [ofFirst, ofSftp, ofElsewhere]],
    [`zoneUuids=${zone2}&zoneUuids=${zone2}`, [ofSftp, ofElsewhere]],
    [`zoneUuids=${zone2}&all=true`, every],
    ['all=true', every],
  ];
  for (const [query, parts] of cases) {
    expect([query, among(FIELDS, await of(query))]).toEqual([query, together(FIELDS, parts)]);
  }
});

test('of addresses: ranges before networks before zones', async () => {
  const world = await places();
  const { emulator, zone2 } = world;
  const l2 = await emulator.make('POST', '/l2-networks/no-vlan', {
    params: { name: 'l2', zoneUuid: zone2, physicalInterface: 'eth7' },
  });
  const l3 = await emulator.make('POST', '/l3-networks', {
    params: { name: 'l3', l2NetworkUuid: l2.uuid },
  });
  const range = await emulator.make('POST', `/l3-networks/${l3.uuid}/ip-ranges`, {
    params: {
      name: 'r',
      startIp: '192.168.9.10',
      endIp: '192.168.9.14',
      netmask: '255.255.255.0',
      gateway: '192.168.9.1',
    },
  });
  const FIELDS = [
    'totalCapacity',
    'availableCapacity',
    'usedIpAddressNumber',
    'ipv4TotalCapacity',
    'ipv4AvailableCapacity',
    'ipv4UsedIpAddressNumber',
    'ipv6TotalCapacity',
    'ipv6AvailableCapacity',
    'ipv6UsedIpAddressNumber',
  ];
  const of = (query: string) => asked(world, `/ip-capacity?${query}`);
  const one = async (query: string): Promise<Json> => (await of(query)).capacityData[0];
  const usual = await one(`l3NetworkUuids=${SEED.l3Network}`);
  const first = await one(`zoneUuids=${zone}`);
  const five = {
    ipv4TotalCapacity: 5,
    ipv4AvailableCapacity: 5,
    totalCapacity: 5,
    availableCapacity: 5,
  };
  const made = { ...together(FIELDS, []), ...five };
  const second = { resourceUuid: zone2, ...made };
  const network = { resourceUuid: l3.uuid, ...made };
  const cases: [query: string, parts: Json[], type: string][] = [
    [`ipRangeUuids=${range.uuid}`, [{ resourceUuid: range.uuid, ...made }], 'IpRangeVO'],
    [
      `ipRangeUuids=${range.uuid}&l3NetworkUuids=${SEED.l3Network}&zoneUuids=${zone}&all=true`,
      [{ resourceUuid: range.uuid, ...made }],
      'IpRangeVO',
    ],
    [`l3NetworkUuids=${l3.uuid}&l3NetworkUuids=${SEED.l3Network}`, [network, usual], 'L3NetworkVO'],
    [`l3NetworkUuids=${l3.uuid}&zoneUuids=${zone}&all=true`, [network], 'L3NetworkVO'],
    [`zoneUuids=${zone2}&zoneUuids=${zone}`, [second, first], 'ZoneVO'],
    [`zoneUuids=${zone2}&all=true`, [second], 'ZoneVO'],
    ['all=true', [first, second], 'ZoneVO'],
  ];
  for (const [query, parts, resourceType] of cases) {
    const { success: _success, error: _error, ...told } = await of(query);
    expect([query, told]).toEqual([
      query,
      { ...together(FIELDS, parts), capacityData: parts, resourceType },
    ]);
  }
});
