import { clientPasswordDigest } from '../../src/domain/account/password';
import { type Json, TestEmulator } from '../support/emulator';
import { BASE, seedFiles, startSeed } from '../support/seeds';
import { signedCall } from '../support/sign';

const inventories = async (
  emulator: TestEmulator,
  path: string,
  session?: string,
): Promise<Json[]> => (await emulator.call('GET', path, undefined, session)).body.inventories;
const namesAt = async (...asked: Parameters<typeof inventories>) =>
  (await inventories(...asked))
    .map(({ name }: Json) => String(name))
    .toSorted((a, b) => (a < b ? -1 : 1));
const ALICE = '5e5500000000400080000000000a11ce';

const ACCOUNTS = `${BASE.replace(
  'sessions: [',
  `sessions: [{ uuid: ${ALICE}, account: alice }, { uuid: 5e550000000000000000000000000e0d, account: alice, expires: +1h }, `,
)}
accounts:
  - { name: alice, password: "päss'wörd", quotas: { image.num: 2, image.size: 5G }, userTags: [vip] }
  - { name: bob, password: b, type: SystemAdmin }
accessKeys:
  - { id: ALICESKEY0, secret: alices-secret, account: alice }
  - { id: OLDKEY0000, secret: old-secret, state: Disabled }
images:
  - { name: of-alice, account: alice, url: 'http://x', size: 1G, backupStorages: [a] }
  - { name: private, url: 'http://x', size: 1G, backupStorages: [a] }
  - { name: shared, sharedWith: [alice], url: 'http://x', size: 1G, backupStorages: [a] }
  - { name: public, sharedWith: everybody, url: 'http://x', size: 1G, backupStorages: [a] }
`;

describe('accounts of a seed', () => {
  test('log in with their passwords, and see what is theirs, shared with them or public', async () => {
    const emulator = await startSeed(ACCOUNTS);
    const password = clientPasswordDigest("päss'wörd");
    const { inventory } = (
      await emulator.call('PUT', '/accounts/login', {
        logInByAccount: { accountName: 'alice', password },
      })
    ).body;
    expect(await namesAt(emulator, '/images', inventory.uuid)).toEqual([
      'of-alice',
      'public',
      'shared',
    ]);
    expect(await inventories(emulator, '/user-tags?q=tag=vip')).toHaveLength(1);
  });

  test('have sessions that never end, or end when the seed says it', async () => {
    const emulator = await startSeed(ACCOUNTS);
    const asks = async (session: string) =>
      (await emulator.call('GET', '/images', undefined, session)).status;
    expect(await asks('5e550000000000000000000000000e0d')).toBe(200);
    emulator.advance(3 * 3_600_000);
    expect([await asks('5e550000000000000000000000000e0d'), await asks(ALICE)]).toEqual([503, 200]);
  });

  test('sign with their access keys, unless these are disabled', async () => {
    const emulator = await startSeed(ACCOUNTS);
    const signed = await signedCall(
      emulator,
      { id: 'ALICESKEY0', secret: 'alices-secret' },
      'GET',
      '/images',
    );
    expect(signed.body.inventories).toHaveLength(3);
    const old = await signedCall(
      emulator,
      { id: 'OLDKEY0000', secret: 'old-secret' },
      'GET',
      '/images',
    );
    expect(old.status).toBe(403);
  });

  test('are held to their quotas', async () => {
    const emulator = await startSeed(ACCOUNTS);
    const add = (url: string) =>
      emulator.call(
        'POST',
        '/images',
        { params: { name: 'n', url, format: 'qcow2', backupStorageUuids: [storage.uuid] } },
        ALICE,
      );
    const [storage] = await inventories(emulator, '/backup-storage?q=name=a');
    expect((await add('http://x/y.qcow2#size=1G&actualSize=1G')).status).toBe(200);
    const refused = await add('http://x/z.qcow2#size=1G&actualSize=1G');
    expect(refused.body.error).toMatchObject({
      code: 'ID.1003',
      details: expect.stringContaining('exceeds a quota[name: image.num, value: 2]'),
    });
  });
});

test('configuration of the world and of a storage is what the seed says', async () => {
  const base = BASE.replace('url: /a,', 'url: /a, config: { backupStorage/reservedCapacity: 9T },');
  const emulator = await startSeed(`${base}
globalConfig: { image/deletionPolicy: Direct, quota/image.num: 7 }
accounts: [{ name: u, password: x }]
images: [{ name: i, url: 'http://x', size: 1G, backupStorages: [b] }]
`);
  const [image] = await inventories(emulator, '/images');
  await emulator.call('DELETE', `/images/${image.uuid}`);
  expect(await inventories(emulator, '/images')).toEqual([]);
  expect(await inventories(emulator, '/accounts/quotas?q=name=image.num')).toMatchObject([
    { value: 7 },
  ]);
  const [config] = await inventories(emulator, '/resource-configurations');
  expect(config).toMatchObject({ name: 'reservedCapacity', value: '9T' });
});

test('snapshots follow on each other as the seed says, and the volume on one of them', async () => {
  const emulator = await startSeed(`${BASE}
volumes: [{ name: v, primaryStorage: p, size: 20G, actualSize: 10G }]
snapshots:
  - { name: one, volume: v, size: 2G, createDate: -3d }
  - { name: two, volume: v, size: 3G, createDate: -2d }
  - { name: branch, volume: v, parent: one, size: 1G, createDate: -1d }
  - { name: other-tree, volume: v, parent: null, size: 512M }
  - { name: back, volume: v, parent: branch, size: 1G, latest: true }
`);
  const found = Object.fromEntries(
    (await inventories(emulator, '/volume-snapshots')).map((each: Json) => [each.name, each]),
  );
  expect(found['two'].parentUuid).toBe(found['one'].uuid);
  expect(found['branch'].parentUuid).toBe(found['one'].uuid);
  // Each tree has its own end; the volume follows on the one of the current tree.
  expect(found['other-tree']).toMatchObject({ latest: true });
  expect(found['other-tree'].parentUuid).toBeNull();
  expect(found['back']).toMatchObject({ parentUuid: found['branch'].uuid, latest: true });
  expect(found['one'].createDate).toBe('Nov 11, 2017 10:20:57 PM');
  const trees = await inventories(emulator, '/volume-snapshots/trees');
  expect(trees.filter(({ current }: Json) => current)).toHaveLength(1);
  expect(trees).toHaveLength(2);
  expect(emulator.brokenLaws()).toEqual({});
  // Of 10 GiB the snapshots up to the one that the volume follows on hold 4: the rest is its own layer.
  const [primary] = await inventories(emulator, '/primary-storage');
  const taken = primary.totalPhysicalCapacity - primary.availablePhysicalCapacity;
  expect(taken / 2 ** 30).toBe(2 + 3 + 1 + 0.5 + 1 + 6);

  // The emulator goes on from there.
  const [volume] = await inventories(emulator, '/volumes');
  const next = await emulator.make('POST', `/volumes/${volume.uuid}/volume-snapshots`, {
    params: { name: 'next' },
  });
  expect(next.parentUuid).toBe(found['back'].uuid);
  await emulator.call('DELETE', `/volume-snapshots/${found['one'].uuid}`);
  expect(await namesAt(emulator, '/volume-snapshots')).toEqual(['other-tree']);
});

test('snapshots of a seed lie where a world would have put them; on Ceph each stands alone', async () => {
  const storages = `type: NFS, url: 1.1.1.1:/p, mountPath: /p, totalCapacity: 10T }
  - { name: on-ceph, zone: z, type: Ceph, url: 'ceph://pool', fsid: f, totalCapacity: 10T }`;
  const base = BASE.replace('type: LocalStorage, url: /p, totalCapacity: 10T }', storages);
  const emulator = await startSeed(`${base}
volumes:
  - { name: v, uuid: d0000000000040008000000000000001, primaryStorage: p, size: 20G, actualSize: 3G, volumeQos: read=1 }
  - { name: w, uuid: d0000000000040008000000000000002, primaryStorage: on-ceph, size: 20G, actualSize: 3G }
snapshots:
  - { name: one, uuid: 5a000000000040008000000000000001, volume: v, size: 1G }
  - { name: two, uuid: 5a000000000040008000000000000002, volume: v, size: 1G }
  - { name: alone, uuid: 5a000000000040008000000000000003, volume: w, size: 1G }
  - { name: too, uuid: 5a000000000040008000000000000004, volume: w, size: 1G }
`);
  const by = Object.fromEntries(
    [
      ...(await inventories(emulator, '/volume-snapshots')),
      ...(await inventories(emulator, '/volumes')),
    ].map((each: Json) => [each.name, each]),
  );
  const v = 'd0000000000040008000000000000001';
  const folder = `/p/dataVolumes/acct-36c27e8ff05c4780bf6d2fa65700f22e/vol-${v}`;
  expect(by['one'].primaryStorageInstallPath).toBe(`${folder}/${v}.qcow2`);
  expect(by['two'].primaryStorageInstallPath).toBe(`${folder}/snapshots/${by['one'].uuid}.qcow2`);
  expect(by['v']).toMatchObject({
    installPath: `${folder}/snapshots/${by['two'].uuid}.qcow2`,
    volumeQos: 'read=1',
  });
  for (const name of ['alone', 'too']) {
    expect(by[name]).toMatchObject({ parentUuid: null, latest: true, distance: 1 });
  }
  expect(by['alone'].treeUuid).not.toBe(by['too'].treeUuid);
  const current = await inventories(
    emulator,
    `/volume-snapshots/trees?q=current=true&q=volumeUuid=${by['w'].uuid}`,
  );
  expect(current.map(({ uuid }: Json) => uuid)).toEqual([by['too'].treeUuid]);
  expect(emulator.brokenLaws()).toEqual({});
});

test('caches, trash, garbage, drives and exports are there, and take their room', async () => {
  const base = BASE.replace(
    'type: LocalStorage, url: /p, totalCapacity: 10T',
    'type: LocalStorage, url: /p, totalCapacity: 10T, imageCaches: [{ image: i }, { image: 1a0000000000400080000000000000ff, size: 3G }], trash: [{ resourceUuid: d0000000000040008000000000000001, installPath: /old, size: 1G }]',
  ).replace(
    'url: /a,',
    'url: /a, trash: [{ imageUuid: 1a0000000000400080000000000000fe, installPath: /gone, size: 2G }], garbage: [{ imageUuid: 1a0000000000400080000000000000fd, installPath: /left }],',
  );
  const emulator = await startSeed(`address: http://emulator.test:9000\n${base}
images:
  - { name: i, url: 'http://x', size: 4G, actualSize: 1G, backupStorages: [{ name: a, export: { format: raw } }] }
  - { name: iso, url: 'http://x', mediaType: ISO, format: iso, size: 1G, backupStorages: [a] }
vmInstances:
  - { name: v, zone: z, image: i, cdRoms: [null, iso], rootVolume: { primaryStorage: p, size: 4G } }
`);
  const [primary] = await inventories(emulator, '/primary-storage');
  const [storage] = await inventories(emulator, '/backup-storage?q=name=a');
  const gone = ({ totalCapacity, availableCapacity }: Json) =>
    (totalCapacity - availableCapacity) / 2 ** 30;
  expect([gone(primary), gone(storage)]).toEqual([1 + 3 + 1 + 4, 2 + 1 + 1 + 1]);
  const trash = await inventories(emulator, `/backup-storage/trash?uuid=${storage.uuid}`);
  expect(trash).toMatchObject([{ installPath: '/gone', size: 2 * 2 ** 30 }]);
  const [vm] = await inventories(emulator, '/vm-instances');
  const [iso] = await inventories(emulator, '/images?q=name=iso');
  expect(vm.vmCdRoms).toMatchObject([
    { deviceId: 0, isoUuid: null },
    { deviceId: 1, isoUuid: iso.uuid },
  ]);
  const [exported] = await inventories(emulator, '/images?q=name=i');
  const [ref] = exported.backupStorageRefs;
  const address = new URL(ref.exportUrl);
  expect(address.host).toBe('emulator.test:9000');
  const bytes = await emulator.anonymous.get(address.pathname + address.search).buffer(true);
  expect([bytes.status, bytes.body.length]).toEqual([200, 2 ** 20]);
  expect(await inventories(emulator, '/primary-storage/imagecache')).toHaveLength(2);
  const garbage = (await emulator.control('GET', '/garbage-jobs')).body.inventories;
  expect(garbage).toMatchObject([{ status: 'Done' }]);
});

test('long jobs that have ended are told as the seed says, and can be run again', async () => {
  const emulator = await startSeed(`${BASE}
images: [{ name: i, url: 'http://x', size: 4G, backupStorages: [a] }]
longJobs:
  - { name: good, uuid: a0000000000040008000000000000001, jobName: APIAddImageMsg, image: i, result: { inventory: {} }, createDate: -1h }
  - { name: bad, jobName: APIAddImageMsg, state: Failed, executeTime: 90, jobData: { name: x, url: 'http://x/y.qcow2', format: qcow2, backupStorageUuids: [] } }
`);
  const found = await inventories(emulator, '/longjobs?sort=%2Bname');
  expect(found).toMatchObject([
    {
      name: 'bad',
      state: 'Failed',
      executeTime: 90,
      jobResult: expect.stringContaining('the seed'),
    },
    { name: 'good', state: 'Succeeded', jobResult: '{"inventory":{}}' },
  ]);
  const [storage] = await inventories(emulator, '/backup-storage?q=name=a');
  const rerun = await startSeed(`${BASE}
longJobs:
  - name: again
    uuid: a0000000000040008000000000000001
    jobName: APIAddImageMsg
    state: Failed
    jobData: { name: x, url: 'http://x/y.qcow2', format: qcow2, backupStorageUuids: [${storage.uuid}] }
`);
  await rerun.call('PUT', '/longjobs/a0000000000040008000000000000001/actions', {
    rerunLongJob: {},
  });
  rerun.advance(1000);
  expect(await rerun.find('/longjobs/a0000000000040008000000000000001')).toMatchObject({
    state: 'Succeeded',
  });
});

describe('the clock of a seed', () => {
  const seed = (clock: string) =>
    `clock: ${clock}\nsessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]\nzones: [{ name: z, createDate: -1d }]`;

  test('stands where it says, and times are relative to it', async () => {
    const emulator = await startSeed(seed('{ start: 2030-01-02T03:04:05Z, mode: stopped }'));
    const [zone] = await inventories(emulator, '/zones');
    expect(zone.createDate).toBe('Jan 1, 2030 3:04:05 AM');
    const { inventory } = (await emulator.control('GET', '/clock')).body;
    expect(inventory).toMatchObject({ mode: 'stopped' });
  });

  test('may begin in the past, and is the same after a restart', async () => {
    const directory = seedFiles({ 's.yaml': seed('{ start: 2001-01-01, mode: stopped }') });
    const settings = { dataDir: directory, seed: `${directory}/s.yaml` };
    const first = await TestEmulator.start({ settings });
    await first.stop();
    const again = await TestEmulator.start({ settings });
    expect(again.environment.world.clock.now()).toBe(Date.UTC(2001, 0, 1));
  });

  test('runs from where it begins', async () => {
    const began = Date.now();
    const emulator = await startSeed(seed('{ start: 2001-01-01 }'));
    const gone = emulator.environment.world.clock.now() - Date.UTC(2001, 0, 1);
    expect(gone).toBeGreaterThanOrEqual(0);
    expect(gone).toBeLessThanOrEqual(Date.now() - began);
  });
});

test('the progression of a seed holds, also after a restart', async () => {
  const directory = seedFiles({
    's.yaml':
      'progression: { mode: timed, jitterPercent: 5, rules: [{ mode: manual, kind: download, polls: 3 }] }',
  });
  const settings = { dataDir: directory, seed: `${directory}/s.yaml` };
  const first = await TestEmulator.start({ settings });
  await first.stop();
  const again = await TestEmulator.start({ settings });
  expect((await again.control('GET', '/progression')).body.inventory).toMatchObject({
    mode: 'timed',
    jitterPercent: 5,
    rules: [{ kind: 'download', mode: 'manual', polls: 3 }],
  });
});

test.each([
  ['a small', 1],
  ['a large', 300],
])('of %s seed it can be explained where its resources come from', async (_what, count) => {
  const image = '1a000000000040008000000000000001';
  const emulator = await startSeed(
    `${BASE}images: [{ name: 'i{n}', count: ${count}, uuid: '1a0000000000400080000000{n:08}', url: 'http://x', size: 1G, createDate: -1d, backupStorages: [a] }]`,
  );
  await emulator.call('DELETE', `/images/${image}`);
  const { inventory } = (await emulator.control('GET', `/explain/${image}`)).body;
  expect(inventory.story[0]).toBe(
    '2017-11-13T22:20:57.000Z: the Image came into being with the status Ready, by the seed',
  );
  expect(inventory.story.at(-1)).toContain('from Ready to Deleted');
});

test('clusters, hosts, pools and monitors are what the seed says, and local volumes lie on their hosts', async () => {
  const emulator = await startSeed(`version: 1
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
clusters:
  - { name: c, zone: z, state: Disabled, architecture: aarch64 }
hosts:
  - { name: 'h-{n}', count: 2, cluster: c, cpuNum: 8, memory: 16G, managementIp: '10.1.0.{n}', architecture: aarch64 }
primaryStorages:
  - { name: l, zone: z, type: LocalStorage, url: /l, totalCapacity: 1T, clusterUuids: [c] }
  - name: ceph
    zone: z
    type: Ceph
    url: not used
    totalCapacity: 1T
    monUrls: ['u:p@m-1:23/?monPort=6790']
    pools: [{ name: r, type: Root }, { name: d, type: Data, aliasName: alias }, { name: d2, type: Data }]
vmInstances:
  - { name: v, zone: z, clusterUuid: c, hostUuid: h-2, rootVolume: { primaryStorage: l, size: 1G } }
volumes:
  - { name: of-vm, vmInstance: v, primaryStorage: l, size: 1G }
  - { name: first, primaryStorage: l, size: 1G }
  - { name: named, primaryStorage: l, size: 1G, host: h-2 }
  - { name: on-ceph, primaryStorage: ceph, size: 1G }
`);
  expect(await emulator.find('/clusters?q=name=c')).toMatchObject({
    state: 'Disabled',
    architecture: 'aarch64',
  });
  expect(await emulator.find('/hosts?q=name=h-2')).toMatchObject({
    managementIp: '10.1.0.2',
    cpuNum: 8,
    totalMemoryCapacity: 16 * 2 ** 30,
    availableMemoryCapacity: 14 * 2 ** 30,
  });
  const hostOf = async (volume: string) => {
    const query = `/primary-storage/local-storage/resource-refs?q=volume.name=${volume}`;
    const { hostUuid } = await emulator.find(query);
    return (await emulator.find(`/hosts/${hostUuid}`)).name;
  };
  expect(await Promise.all(['ROOT-for-v', 'of-vm', 'first', 'named'].map(hostOf))).toEqual([
    'h-2',
    'h-2',
    'h-1',
    'h-2',
  ]);
  const { mons, pools } = await emulator.find('/primary-storage/ceph?q=name=ceph');
  expect(mons).toMatchObject([
    { hostname: 'm-1', sshUsername: 'u', sshPort: 23, monPort: 6790, status: 'Connected' },
  ]);
  expect(pools.map((pool: Json) => [pool.type, pool.poolName, pool.aliasName])).toEqual([
    ['Root', 'r', null],
    ['Data', 'd', 'alias'],
    ['Data', 'd2', null],
  ]);
  const onCeph = await emulator.find('/volumes?q=name=on-ceph');
  expect(onCeph.installPath).toBe(`ceph://d/${onCeph.uuid}`);
});

test.each([
  ['clusterUuids: [nowhere]', "no cluster of the seed is called 'nowhere'"],
  ['clusterUuids: [], pools: [{ name: p, type: Other }]', 'pools.0.type: Invalid option'],
])('a storage with %s cannot be', async (fields, problem) => {
  await expect(
    startSeed(`version: 1
zones: [{ name: z }]
primaryStorages: [{ name: p, zone: z, type: Ceph, url: x, totalCapacity: 1T, ${fields} }]
`),
  ).rejects.toThrow(problem);
});
