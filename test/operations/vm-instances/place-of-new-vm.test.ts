import type { Json, TestEmulator } from '../../support/emulator';
import { startSeed } from '../../support/seeds';
import { GIB, put } from '../../support/volumes';

/*
 * Where a new VM and its disks lie in a zone of two clusters, whose storages are attached to one of them or to both.
 */

const id = (kind: string, n: number) => `${kind}00000000400080000000000000${n}`.padEnd(32, '0');
const ZONES = [id('20ae0', 1), id('20ae0', 2)] as const;
const CLUSTERS = { one: id('c1000', 1), two: id('c1000', 2) } as const;
const HOSTS = { first: id('05700', 1), second: id('05700', 2) } as const;
const STORAGES = {
  local: id('b5000', 1),
  otherLocal: id('b5000', 2),
  both: id('b5000', 3),
  second: id('b5000', 4),
  disabled: id('b5000', 5),
  lost: id('b5000', 6),
} as const;
const IMAGE = id('1a000', 1);

const storage = (name: keyof typeof STORAGES, clusters: string, room: string, more = '') =>
  `  - { name: ${name}, uuid: '${STORAGES[name]}', zone: z, type: ${name.toLowerCase().endsWith('local') ? 'LocalStorage' : 'NFS'}, url: 'h:/${name}', totalCapacity: ${room}, clusterUuids: [${clusters}]${more} }`;

const WORLD = `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z, uuid: ${ZONES[0]} }, { name: other, uuid: ${ZONES[1]} }]
clusters:
  - { name: one, zone: z, uuid: '${CLUSTERS.one}' }
  - { name: two, zone: z, uuid: '${CLUSTERS.two}' }
hosts:
  - { name: h1, cluster: one, uuid: '${HOSTS.first}' }
  - { name: h2, cluster: two, uuid: '${HOSTS.second}' }
primaryStorages:
${storage('local', 'one', '1T')}
${storage('otherLocal', 'one', '900G')}
${storage('both', 'one, two', '5T')}
${storage('second', 'two', '2T')}
${storage('disabled', 'one', '8T', ', state: Disabled')}
${storage('lost', 'one', '9T', ', status: Disconnected')}
backupStorages:
  - { name: a, type: ImageStoreBackupStorage, url: /a, zones: [z], totalCapacity: 10T }
images: [{ name: i, uuid: '${IMAGE}', url: 'http://x/i', size: 10G, actualSize: 1G, backupStorages: [a] }]
`;

const create = (params: object, systemTags: readonly string[] = []) =>
  [
    'POST',
    '/vm-instances',
    {
      params: { name: 'vm', cpuNum: 1, memorySize: GIB, imageUuid: IMAGE, ...params },
      systemTags,
    },
  ] as const;
const inZone = { zoneUuid: ZONES[0] };
const nameOf = (uuid: string) =>
  [STORAGES, HOSTS].flatMap((all) => Object.entries(all)).find(([, one]) => one === uuid)?.[0];
const places = ({ allVolumes }: Json): (string | undefined)[] =>
  (allVolumes as Json[])
    .toSorted((a, b) => a.deviceId - b.deviceId)
    .map(({ primaryStorageUuid }) => nameOf(primaryStorageUuid));
const lose = (emulator: TestEmulator) =>
  put(emulator, `update backup_storages set status = 'Disconnected'`);

test.each<[string, object, string[], string, string[]]>([
  ['a local storage of any cluster comes first', inZone, [], 'first', ['local']],
  [
    'data volumes of local storage lie where most room is on shared storage in use',
    { ...inZone, dataDiskSizes: [GIB, GIB] },
    [],
    'first',
    ['local', 'both', 'both'],
  ],
  [
    'a tag names the storage of data volumes',
    { ...inZone, dataDiskSizes: [GIB] },
    [`primaryStorageUuidForDataVolume::${STORAGES.otherLocal}`],
    'first',
    ['local', 'otherLocal'],
  ],
  [
    'the host reaches the storage that a tag names',
    { ...inZone, dataDiskSizes: [GIB] },
    [`primaryStorageUuidForDataVolume::${STORAGES.second}`],
    'second',
    ['both', 'second'],
  ],
  [
    'a tag names that of the root volume',
    { ...inZone, dataDiskSizes: [GIB] },
    [`primaryStorageUuidForDataVolume::${STORAGES.local}`],
    'first',
    ['local', 'local'],
  ],
  [
    'the host is one that reaches the storage',
    { ...inZone, primaryStorageUuidForRootVolume: STORAGES.second },
    [],
    'second',
    ['second'],
  ],
  ['a host is in its cluster', { hostUuid: HOSTS.second }, [], 'second', ['both']],
  [
    'a storage of both clusters serves a disk of one',
    {
      clusterUuid: CLUSTERS.two,
      diskAOs: [{ boot: true }, { size: GIB, primaryStorageUuid: STORAGES.second }],
      platform: 'Linux',
    },
    [],
    'second',
    ['both', 'second'],
  ],
])('%s', async (_what, params, tags, host, storages) => {
  const emulator = await startSeed(WORLD);
  const vm = await emulator.make(...create(params, tags));
  expect([nameOf(vm.hostUuid), places(vm)]).toEqual([host, storages]);
});

test('all disks that are named can be reached from the root volume', async () => {
  const emulator = await startSeed(WORLD);
  const disk = (primaryStorageUuid: string) => ({ size: GIB, primaryStorageUuid });
  const diskAOs = [{ boot: true }, disk(STORAGES.both), disk(STORAGES.second)];
  const vm = await emulator.make(...create({ ...inZone, diskAOs }));
  expect([nameOf(vm.hostUuid), places(vm)]).toEqual(['second', ['both', 'both', 'second']]);
});

test('a VM that is only created is in the zone that it names', async () => {
  const emulator = await startSeed(WORLD);
  const later = { strategy: 'JustCreate' };
  const vm = await emulator.make(...create({ ...later, zoneUuid: ZONES[1] }));
  expect([vm.zoneUuid, vm.clusterUuid, vm.hostUuid]).toEqual([ZONES[1], null, null]);
  const near = await emulator.make(...create({ ...later, clusterUuid: CLUSTERS.two }));
  expect([near.zoneUuid, near.clusterUuid]).toEqual([ZONES[0], CLUSTERS.two]);
});

describe('an image that no backup storage can give', () => {
  const on = (name: keyof typeof STORAGES) => ({
    primaryStorageUuidForRootVolume: STORAGES[name],
  });
  const lost = `all backup storage that image[uuid:${IMAGE}] is on can not satisfy conditions[status = Connected]`;

  test('makes VMs where it is already, if that is everywhere that is asked for', async () => {
    const emulator = await startSeed(WORLD);
    await emulator.make(...create({ ...inZone, ...on('second') }));
    lose(emulator);
    const vm = await emulator.make(...create({ ...inZone, ...on('second') }));
    expect(places(vm)).toEqual(['second']);
    for (const params of [
      inZone,
      { clusterUuid: CLUSTERS.two },
      { ...inZone, ...on('both') },
      { clusterUuid: CLUSTERS.one, ...on('second') },
    ]) {
      expect(await emulator.refused(...create(params))).toMatchObject({
        code: 'SYS.1006',
        details: lost,
        cause: { code: 'HOST_ALLOCATION.1000', details: lost },
      });
    }
  });
});

describe('room', () => {
  const noStorage = (size: number) =>
    `cannot find available primary storage[state: Enabled, status: Connected, available capacity ${size} bytes]. Check the state/status of primary storage and make sure they have been attached to clusters`;

  test('is asked for all disks together, and for the copy of the image where it is not yet', async () => {
    const emulator = await startSeed(WORLD);
    await emulator.configure('primaryStorage/reservedCapacity', '0');
    const where = { ...inZone, primaryStorageUuidForRootVolume: STORAGES.second };
    const sizes = (data: number) => create({ ...where, dataDiskSizes: [GIB, data] });
    // The image, its root volume, the first data volume; a second VM does without the image.
    for (const taken of [12 * GIB, 11 * GIB]) {
      const most = emulator.available('primary', STORAGES.second) - taken;
      const refusal = await emulator.refused(...sizes(most + 1));
      expect(refusal.details).toBe(noStorage(11 * GIB + most + 1));
      const vm = await emulator.make(...sizes(most));
      expect(emulator.available('primary', STORAGES.second)).toBe(0);
      const path = `/vm-instances/${vm.uuid}`;
      await emulator.configure('vm/dataVolume.deleteOnVmDestroy', 'true');
      await emulator.configure('volume/deletionPolicy', 'Direct');
      await emulator.call('DELETE', path);
      await emulator.call('PUT', `${path}/actions`, { expungeVmInstance: {} });
    }
  });

  test.each(['disabled', 'lost'] as const)('of a storage that is %s is none', async (name) => {
    const emulator = await startSeed(WORLD);
    const primaryStorageUuidForRootVolume = STORAGES[name];
    const refusal = await emulator.refused(
      ...create({ ...inZone, primaryStorageUuidForRootVolume }),
    );
    expect(refusal).toMatchObject({ code: 'SYS.1006', details: noStorage(10 * GIB) });
  });
});
