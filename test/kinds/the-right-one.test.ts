import type { Json, TestEmulator } from '../support/emulator';
import { startSeed } from '../support/seeds';
import { GIB, put } from '../support/volumes';

/*
 * One of several is taken: the one with most room, of this zone, of this cluster, of this architecture, the first
 * or the last. Every choice stands between others of which each would be the wrong one in its own way.
 */

const uuidOf = (n: number) => `b500000000004000800000000000000${n}`;
const IMAGE = '1a000000000040008000000000000001';
const ZONE = '20ae0000000040008000000000000001';
const CLUSTERS = ['c1000000000040008000000000000001', 'c1000000000040008000000000000002'];
const VM = 'a0000000000040008000000000000001';

/** Storages by their names: what each is good for shows in `room` and `cluster`. */
const PLACES = {
  small: uuidOf(1),
  large: uuidOf(2),
  middle: uuidOf(3),
  beside: uuidOf(4),
  elsewhere: uuidOf(5),
  largest: uuidOf(6),
} as const;

const primary = (name: keyof typeof PLACES, room: string, cluster: string | null, more = '') =>
  `  - { name: ${name}, uuid: ${PLACES[name]}, zone: ${name === 'elsewhere' ? 'other' : 'z'}, type: NFS, url: 'h:/${name}', totalCapacity: ${room}${cluster === null ? '' : `, clusterUuids: [${cluster}]`}${more} }`;

const WORLD = `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z, uuid: ${ZONE} }, { name: other }]
clusters:
  - { name: one, zone: z, uuid: '${CLUSTERS[0]}' }
  - { name: two, zone: z, uuid: '${CLUSTERS[1]}' }
  - { name: far, zone: other }
hosts:
  - { name: h1, cluster: one }
  - { name: h2, cluster: two }
  - { name: h3, cluster: far }
primaryStorages:
${primary('small', '1T', 'one')}
${primary('large', '3T', 'one')}
${primary('middle', '2T', 'one')}
${primary('beside', '4T', 'two')}
${primary('elsewhere', '9T', 'far')}
${primary('largest', '8T', 'one', ', state: Disabled')}
backupStorages:
  - { name: a, type: ImageStoreBackupStorage, url: /a, zones: [z, other], totalCapacity: 10T }
images: [{ name: i, uuid: '${IMAGE}', url: 'http://x/i', size: 1G, actualSize: 1G, backupStorages: [a] }]
vmInstances:
  - name: there
    uuid: '${VM}'
    zone: z
    clusterUuid: one
    hostUuid: h1
    state: Running
    rootVolume: { name: root, primaryStorage: middle, size: 1G, actualSize: 1M }
`;

const rootOf = (vm: Json): string =>
  vm.allVolumes.find(({ type }: Json) => type === 'Root').primaryStorageUuid;
const create = (params: object) =>
  [
    'POST',
    '/vm-instances',
    { params: { name: 'vm', cpuNum: 1, memorySize: GIB, imageUuid: IMAGE, ...params } },
  ] as const;

describe('a new VM lies', () => {
  test.each([
    ['where most room is in its cluster', { clusterUuid: CLUSTERS[0] }, 'large'],
    [
      'in the cluster that it names, whatever room others have',
      { clusterUuid: CLUSTERS[1] },
      'beside',
    ],
    ['where most room is in its zone', { zoneUuid: ZONE }, 'beside'],
    [
      'where it is told',
      { zoneUuid: ZONE, primaryStorageUuidForRootVolume: PLACES.small },
      'small',
    ],
  ] as const)('%s', async (_what, params, place) => {
    const emulator = await startSeed(WORLD);
    expect(rootOf(await emulator.make(...create(params)))).toBe(PLACES[place]);
  });

  test('in the cluster that it names in a world without hosts, too', async () => {
    const hostless = WORLD.replace(/hosts:\n( {2}- .*\n)+/, '').replace('    hostUuid: h1\n', '');
    const emulator = await startSeed(hostless.replace('state: Running', 'state: Stopped'));
    const vm = await emulator.make(...create({ clusterUuid: CLUSTERS[0] }));
    expect(rootOf(vm)).toBe(PLACES.large);
  });

  test('on a local storage before all others, and its data volumes beside it where most room is', async () => {
    const local =
      '  - { name: local, zone: z, type: LocalStorage, url: /l, totalCapacity: 100G, clusterUuids: [one] }';
    const emulator = await startSeed(
      WORLD.replace('primaryStorages:\n', `primaryStorages:\n${local}\n`),
    );
    const vm = await emulator.make(...create({ clusterUuid: CLUSTERS[0], dataDiskSizes: [GIB] }));
    const data = vm.allVolumes.find(({ type }: Json) => type === 'Data');
    const { name } = await emulator.find(`/primary-storage?q=uuid=${rootOf(vm)}`);
    expect([name, data.primaryStorageUuid]).toEqual(['local', PLACES.large]);
  });

  test('on shared storage with its data volumes, whatever room is beside it', async () => {
    const emulator = await startSeed(WORLD);
    const primaryStorageUuidForRootVolume = PLACES.small;
    const params = { clusterUuid: CLUSTERS[0], primaryStorageUuidForRootVolume };
    const vm = await emulator.make(...create({ ...params, dataDiskSizes: [GIB] }));
    const places = vm.allVolumes.map(({ primaryStorageUuid }: Json) => primaryStorageUuid);
    expect(places).toEqual([PLACES.small, PLACES.small]);
  });

  test('nowhere, with the reason of the storage that was looked at first', async () => {
    const emulator = await startSeed(WORLD);
    // Large cannot keep its reserve, and to the others the image cannot come.
    put(emulator, `update backup_storages set status = 'Disconnected'`);
    const error = await emulator.refused(...create({ clusterUuid: CLUSTERS[0] }));
    expect(error.details).toContain('Connected');
  });
});

describe('a volume that comes to a VM lies', () => {
  const attached = async (emulator: TestEmulator) => {
    const params = { name: 'v', diskSize: GIB };
    const { uuid } = await emulator.make('POST', '/volumes/data', { params });
    return emulator.make('POST', `/volumes/${uuid}/vm-instances/${VM}`, {});
  };

  test('where the root volume lies, whatever room others have', async () => {
    const emulator = await startSeed(WORLD);
    expect((await attached(emulator)).primaryStorageUuid).toBe(PLACES.middle);
  });

  test('where most room is, when there is none for it', async () => {
    const emulator = await startSeed(WORLD);
    put(emulator, `update primary_storages set state = 'Disabled' where uuid = '${PLACES.middle}'`);
    expect((await attached(emulator)).primaryStorageUuid).toBe(PLACES.large);
  });

  test('has the lowest number that is free', async () => {
    const emulator = await startSeed(WORLD);
    const [first, second] = [await attached(emulator), await attached(emulator)];
    expect([first.deviceId, second.deviceId]).toEqual([1, 2]);
    await emulator.make('DELETE', `/volumes/${first.uuid}/vm-instances`);
    expect((await attached(emulator)).deviceId).toBe(1);
    expect((await attached(emulator)).deviceId).toBe(3);
  });
});

test('an image comes to a storage of its zone only', async () => {
  const emulator = await startSeed(WORLD.replace('zones: [z, other]', 'zones: [other]'));
  const error = await emulator.refused(...create({ clusterUuid: CLUSTERS[0] }));
  expect(JSON.stringify(error)).toContain('no host found in zones');
  const path = `/images/${IMAGE}/actions`;
  await emulator.call('PUT', path, { updateImage: { mediaType: 'DataVolumeTemplate' } });
  const of = (place: string) =>
    [
      'POST',
      `/volumes/data/from/data-volume-templates/${IMAGE}`,
      { params: { name: 'v', primaryStorageUuid: place } },
    ] as const;
  expect((await emulator.refused(...of(PLACES.small))).details).toContain('has attached to zone');
  expect((await emulator.make(...of(PLACES.elsewhere))).primaryStorageUuid).toBe(PLACES.elsewhere);
});

describe('an ISO', () => {
  const iso = async (emulator: TestEmulator, architecture: string) =>
    (
      await emulator.make('POST', '/images', {
        params: {
          name: architecture,
          url: `http://x/${architecture}.iso`,
          mediaType: 'ISO',
          format: 'iso',
          architecture,
          backupStorageUuids: [(await emulator.find('/backup-storage')).uuid],
        },
      })
    ).uuid as string;

  test('is offered to VMs of its architecture', async () => {
    const emulator = await startSeed(WORLD);
    await iso(emulator, 'aarch64');
    const own = await iso(emulator, 'x86_64');
    const { inventories } = (await emulator.call('GET', `/vm-instances/${VM}/iso-candidates`)).body;
    expect(inventories.map(({ uuid }: Json) => uuid)).toEqual([own]);
  });
});

test('of several errors the last is the cause', async () => {
  const emulator = await startSeed(WORLD);
  const world = await emulator.find('/volumes?q=name=root');
  const full = await emulator.find('/backup-storage');
  const params = {
    name: 'other',
    url: '/o',
    hostname: '10.0.0.9',
    username: 'root',
    password: 'x',
  };
  const other = await emulator.make('POST', '/backup-storage/image-store', { params });
  const fails = async (...backupStorageUuids: string[]) =>
    (
      await emulator.refused('POST', `/images/root-volume-templates/from/volumes/${world.uuid}`, {
        params: { name: 't', backupStorageUuids },
      })
    ).cause?.details;
  put(emulator, `update backup_storages set state = 'Disabled' where uuid = '${full.uuid}'`);
  // The first is Disabled, the other is attached to no zone: two reasons.
  const [one, two] = [await fails(full.uuid), await fails(other.uuid)];
  expect(one).not.toBe(two);
  expect(await fails(full.uuid, other.uuid)).toBe(two);
  expect(await fails(other.uuid, full.uuid)).toBe(one);
});

test('of several rules of pace the closest holds', async () => {
  const emulator = await startSeed(WORLD);
  const [storage] = (await emulator.call('GET', '/backup-storage')).body.inventories;
  const pace = (params: object) => emulator.control('PUT', '/progression', params);
  await pace({ mode: 'immediate' });
  await pace({ mode: 'immediate', kind: 'template' });
  await pace({ mode: 'manual', resourceUuid: storage.uuid });
  const { uuid } = await emulator.find('/volumes?q=name=root');
  const answer = await emulator.createTemplate(uuid, {
    name: 't',
    backupStorageUuids: [storage.uuid],
  });
  expect(answer.status).toBe(202);
});

test('hosts are known by address within a kind of server only', async () => {
  const emulator = await startSeed(WORLD);
  const params = { name: 's', url: '/s', hostname: '10.0.0.9', username: 'root', password: 'x' };
  await emulator.make('POST', '/backup-storage/image-store', { params });
  await emulator.make('POST', '/backup-storage/sftp', { params });
  const again = await emulator.refused('POST', '/backup-storage/sftp', { params });
  expect(again.details).toContain('duplicate backup storage');
});
