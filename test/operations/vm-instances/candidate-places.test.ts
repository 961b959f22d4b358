import type { Json, TestEmulator } from '../../support/emulator';
import { startSeed } from '../../support/seeds';
import { GIB, put } from '../../support/volumes';

/*
 * Exactly which storages and hosts are proposed for a VM that is only thought of: room to the byte, types, clusters.
 */

const id = (kind: string, n: number) => `${kind}00000000400080000000000000${n}`.padEnd(32, '0');
const IMAGE = id('1a000', 1);
const ISO = id('1a000', 2);
const NETWORK = id('13000', 1);
const LONELY = id('13000', 2);
const CLUSTERS = { one: id('c1000', 1), two: id('c1000', 2) } as const;
const OFFERING = id('d10f0', 1);

const storage = (name: string, type: string, clusters: string, bytes: number, more = '') =>
  `  - { name: ${name}, zone: z, type: ${type}, url: 'h:/${name}', totalCapacity: ${bytes}, clusterUuids: [${clusters}]${more} }`;

/** An image of 10 GiB that takes one, and storages that differ by a byte. */
const WORLD = `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
clusters:
  - { name: one, zone: z, uuid: '${CLUSTERS.one}' }
  - { name: two, zone: z, uuid: '${CLUSTERS.two}' }
hosts:
  - { name: h1, cluster: one }
  - { name: h2, cluster: two }
diskOfferings: [{ name: d, uuid: '${OFFERING}', size: 5G }]
l2Networks:
  - { name: l2, zone: z, physicalInterface: eth0, clusters: [one] }
  - { name: alone, zone: z, physicalInterface: eth1 }
l3Networks:
  - { name: l3, uuid: '${NETWORK}', l2Network: l2 }
  - { name: lonely, uuid: '${LONELY}', l2Network: alone }
primaryStorages:
${storage('exact', 'NFS', 'one', 11 * GIB)}
${storage('more', 'NFS', 'one', 11 * GIB + 1)}
${storage('ceph', 'Ceph', 'one', 20 * GIB, ", fsid: f, monUrls: ['root:p@mon']")}
${storage('reserve', 'LocalStorage', 'one', 6 * GIB)}
${storage('less', 'LocalStorage', 'one', 6 * GIB - 1)}
${storage('beside', 'NFS', 'two', 15 * GIB)}
${storage('disabled', 'NFS', 'one', 20 * GIB, ', state: Disabled')}
${storage('lost', 'NFS', 'one', 20 * GIB, ', status: Disconnected')}
backupStorages:
  - { name: a, type: SftpBackupStorage, url: /a, zones: [z], totalCapacity: 1T }
images:
  - { name: i, uuid: '${IMAGE}', url: 'http://x/i', size: 10G, actualSize: 1G, backupStorages: [a] }
  - { name: iso, uuid: '${ISO}', url: 'http://x/i.iso', mediaType: ISO, size: 1G, backupStorages: [a] }
`;

const query = (path: string, params: object) =>
  `/vm-instances/${path}?${new URLSearchParams(Object.entries(params).map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
const names = (inventories: Json[]): string[] => inventories.map(({ name }) => String(name));

async function storages(emulator: TestEmulator, params: object) {
  const usual = { imageUuid: IMAGE, l3NetworkUuids: NETWORK };
  const { body } = await emulator.call('GET', query('candidate-storages', { ...usual, ...params }));
  return {
    root: names(body.rootVolumePrimaryStorages),
    data: Object.fromEntries(
      Object.entries(body.dataVolumePrimaryStorages).map(([key, all]) => [
        key,
        names(all as Json[]),
      ]),
    ),
  };
}

test('storages that have more than the volume and the image, and their reserve beside the volume', async () => {
  const emulator = await startSeed(WORLD);
  const size = String(5 * GIB);
  const data = ['exact', 'more', 'ceph', 'reserve'];
  // The image cannot come from Sftp to Ceph; of those that are on the network none else has room.
  const params = { dataDiskSizes: size, dataDiskOfferingUuids: OFFERING };
  expect(await storages(emulator, params)).toEqual({
    root: ['more'],
    data: { [size]: data, [OFFERING]: data },
  });
  // Networks that are in no cluster leave it open.
  const open = await storages(emulator, { ...params, l3NetworkUuids: LONELY });
  expect(open).toMatchObject({ root: ['more', 'beside'], data: { [size]: [...data, 'beside'] } });
  await emulator.configure('primaryStorage/reservedCapacity', '0');
  const exact = { dataDiskSizes: String(6 * GIB - 1) };
  expect((await storages(emulator, exact)).data).toEqual({
    [exact.dataDiskSizes]: ['exact', 'more', 'ceph', 'reserve'],
  });
  const none = { dataDiskSizes: String(20 * GIB) };
  expect((await storages(emulator, none)).data).toEqual({ [none.dataDiskSizes]: [] });
});

test('where the image is already it takes nothing more; an ISO comes with a disk of its own', async () => {
  const emulator = await startSeed(WORLD);
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'v',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: IMAGE,
      clusterUuid: CLUSTERS.two,
    },
  });
  // Just as much is left as its volume and the reserve take.
  put(
    emulator,
    `update primary_storages set total_capacity = total_capacity + ${7 * GIB}, available_capacity = ${11 * GIB},
      total_physical_capacity = total_physical_capacity + ${7 * GIB}, available_physical_capacity = available_physical_capacity + ${7 * GIB} where name = 'beside'`,
  );
  const open = { l3NetworkUuids: LONELY };
  expect((await storages(emulator, open)).root).toEqual(['more', 'beside']);
  const iso = (rootDiskSize: number) =>
    storages(emulator, { ...open, imageUuid: ISO, rootDiskSize });
  expect((await iso(10 * GIB)).root).toEqual(['more']);
  expect((await iso(10 * GIB + 1)).root).toEqual([]);
});

describe('hosts', () => {
  const hosts = (params: object) =>
    query('candidate-destinations', {
      imageUuid: IMAGE,
      l3NetworkUuids: NETWORK,
      cpuNum: 1,
      memorySize: GIB,
      ...params,
    });

  test('of clusters on the networks whose storages have room together', async () => {
    const emulator = await startSeed(WORLD);
    const { body } = await emulator.call('GET', hosts({}));
    expect([names(body.hosts), names(body.clusters), names(body.zones)]).toEqual([
      ['h1'],
      ['one'],
      ['z'],
    ]);
    const room = () =>
      Number(
        emulator.environment.database
          .prepare(
            `select sum(available_capacity) from primary_storages where name in ('exact', 'more', 'ceph', 'reserve', 'less')`,
          )
          .pluck()
          .get(),
      );
    // All that is in use in the cluster, but for the image.
    const most = room() - GIB;
    put(emulator, `update images set size = ${most} where uuid = '${IMAGE}'`);
    expect(names((await emulator.call('GET', hosts({}))).body.hosts)).toEqual(['h1']);
    put(emulator, `update images set size = ${most + 1} where uuid = '${IMAGE}'`);
    expect(await emulator.refused('GET', hosts({}))).toMatchObject({
      code: 'SYS.1006',
      details: `cannot find available primary storage[state: Enabled, status: Connected, available capacity ${most + 1} bytes]. Check the state/status of primary storage and make sure they have been attached to clusters`,
    });
  });

  test('none, where only a backup storage stands in its way; else why there is none', async () => {
    const emulator = await startSeed(WORLD);
    put(emulator, `update backup_storages set status = 'Disconnected'`);
    const { status, body } = await emulator.call('GET', hosts({}));
    expect([status, body.hosts, body.clusters, body.zones]).toEqual([200, [], [], []]);
    put(emulator, `update backup_storages set status = 'Connected'`);
    expect(await emulator.refused('GET', hosts({ l3NetworkUuids: LONELY }))).toMatchObject({
      code: 'SYS.1006',
      details: `no host found in clusters that has attached to L2Networks which have L3Networks[${LONELY}]`,
    });
    put(emulator, `update primary_storages set state = 'Disabled' where name <> 'beside'`);
    expect((await emulator.refused('GET', hosts({}))).details).toContain(
      'cannot find available primary storage[state: Enabled, status: Connected',
    );
  });
});
