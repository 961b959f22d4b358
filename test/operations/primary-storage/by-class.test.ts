import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { ceph } = SEED.primaryStorages;
const { zone, clusters } = SEED;
const add = (type: string, params: object) =>
  [
    'POST',
    `/primary-storage/${type}`,
    { params: { name: 'new', zoneUuid: zone, ...params } },
  ] as const;

test('pools and monitors of Ceph storages are told, and can be asked for', async () => {
  const emulator = await TestEmulator.start();
  const added = await emulator.make(
    ...add('ceph', { monUrls: ['root:p@mon-9:23/?monPort=6790'], dataVolumePoolName: 'data' }),
  );
  expect(added.mons).toMatchObject([
    {
      hostname: 'mon-9',
      monAddr: 'mon-9',
      monPort: 6790,
      sshPort: 23,
      sshUsername: 'root',
      status: 'Connected',
      primaryStorageUuid: added.uuid,
    },
  ]);
  expect(added.pools.map(({ type, poolName }: Json) => [type, poolName])).toEqual([
    ['Root', `pri-v-r-${added.uuid}`],
    ['Data', 'data'],
    ['ImageCache', `pri-c-${added.uuid}`],
  ]);
  const { body } = await emulator.call(
    'GET',
    `/primary-storage/ceph/pools?q=primaryStorageUuid=${added.uuid}`,
  );
  expect(body.inventories).toEqual(added.pools);
  const [, dataPool] = added.pools;
  for (const [field, value] of Object.entries(dataPool).filter(([, each]) => each !== null)) {
    // A date is asked for as the real database writes it, not as answers do.
    const asked = field.endsWith('Date') ? '2017-11-14 22:20:57' : String(value);
    const condition = encodeURIComponent(`${field}=${asked}`);
    const found = await emulator.call(
      'GET',
      `/primary-storage/ceph/pools?q=uuid=${dataPool.uuid}&q=${condition}`,
    );
    expect([field, found.body.inventories]).toEqual([field, [dataPool]]);
  }
  const byMon = (condition: string) => emulator.find(`/primary-storage/ceph?q=${condition}`);
  expect(await byMon('mons.hostname=mon-9')).toEqual(added);
  expect(await byMon('mons.monPort=6790')).toEqual(added);
  expect(await byMon('pools.poolName=data')).toEqual(added);
  expect(await byMon('mons.status=Disconnected')).toBeUndefined();
  // Volumes lie in the pool of their type.
  const volume = await emulator.make('POST', '/volumes/data', {
    params: { name: 'v', diskSize: 2 ** 30, primaryStorageUuid: added.uuid },
  });
  expect(volume.installPath).toBe(`ceph://data/${volume.uuid}`);
});

test('a row is answered as its own class, whose fields can be asked for by its type', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.anonymous
    .get('/zstack/v1/primary-storage?sort=%2Buuid')
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .set('X-JSON-Schema', 'true');
  const { inventories, schema } = answer.body;
  expect(inventories.map((row: Json) => 'mons' in row)).toEqual([false, false, true, false]);
  expect(schema).toMatchObject({
    'inventories[0]': 'org.zstack.header.storage.primary.PrimaryStorageInventory',
    'inventories[2]': 'org.zstack.storage.ceph.primary.CephPrimaryStorageInventory',
    'inventories[2].mons[0]': 'org.zstack.storage.ceph.primary.CephPrimaryStorageMonInventory',
    'inventories[2].pools[2]': 'org.zstack.storage.ceph.primary.CephPrimaryStoragePoolInventory',
  });
  const fsid = '7ff218d9-f525-435f-8a40-3618d1772a64';
  expect(await emulator.find(`/primary-storage?q=type=Ceph&q=fsid=${fsid}`)).toMatchObject({
    uuid: ceph,
    fsid,
  });
  const unknown = await emulator.refused('GET', `/primary-storage?q=fsid=${fsid}`);
  expect(unknown.details).toContain('not having field[fsid]');
  const other = await emulator.refused('GET', `/primary-storage?q=type=NFS&q=fsid=${fsid}`);
  expect(other.details).toContain('not having field[fsid]');
  // What is said first of the type counts, and only that it is one.
  for (const conditions of [`type!=NFS`, `type?=Ceph`, `type=NFS&q=type=Ceph`, `name=x`]) {
    const path = `/primary-storage?q=${conditions}&q=fsid=${fsid}`;
    const { details } = await emulator.refused('GET', path);
    expect([conditions, details]).toEqual([
      conditions,
      expect.stringContaining('PrimaryStorageInventory] not having field[fsid]'),
    ]);
  }
  const twice = await emulator.call(
    'GET',
    `/primary-storage?q=type=Ceph&q=type=NFS&q=fsid=${fsid}`,
  );
  expect(twice.body.inventories).toEqual([]);
  for (const path of ['/primary-storage?q=type.x=Ceph', '/backup-storage/sftp?q=type.x=1']) {
    const { details } = await emulator.refused('GET', path);
    expect([path, details]).toEqual([path, expect.stringContaining('no expanded query[type]')]);
  }
  const some = await emulator.anonymous
    .get(`/zstack/v1/primary-storage?q=uuid=${ceph}&fields=uuid,type`)
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .set('X-JSON-Schema', 'true');
  expect(some.body.inventories).toEqual([{ uuid: ceph, type: 'Ceph' }]);
  expect(some.body.schema).toEqual({
    'inventories[0]': 'org.zstack.header.storage.primary.PrimaryStorageInventory',
  });
  expect(clusters.used).toBe(inventories[0].attachedClusterUuids[0]);
});

test('ZQL answers each row as its own class, too', async () => {
  const emulator = await TestEmulator.start();
  const zql = encodeURIComponent(
    "query primarystorage where type='Ceph'; query backupstorage where type='SftpBackupStorage'",
  );
  const { body } = await emulator.call('GET', `/zql?zql=${zql}`);
  const [primary, backup] = body.results.map(({ inventories }: Json) => inventories);
  expect(primary).toEqual([await emulator.find(`/primary-storage/ceph/${ceph}`)]);
  expect(backup.map(({ hostname }: Json) => hostname)).toEqual(['192.168.1.31', '192.168.1.33']);
});
