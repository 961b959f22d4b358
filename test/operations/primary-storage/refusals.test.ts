import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { primaryStorages, vms, volumes, zone, clusters } = SEED;
const { nfs, ceph, local } = primaryStorages;
const FOLDER = ' the url contains an invalid folder[/dev or /proc or /sys]';
const VALID =
  'A valid monUrl is in format of sshUsername:sshPassword@hostname:[sshPort]/?[monPort=]';

const add = (type: string, { systemTags = [], ...params }: Record<string, unknown>) =>
  [
    'POST',
    `/primary-storage/${type}`,
    { params: { name: 'new', zoneUuid: zone, ...params }, systemTags },
  ] as const;
const update = (uuid: string, change: object) =>
  ['PUT', `/primary-storage/${uuid}/actions`, { updatePrimaryStorage: change }] as const;
const change = (uuid: string, stateEvent: string) =>
  [
    'PUT',
    `/primary-storage/${uuid}/actions`,
    { changePrimaryStorageState: { stateEvent } },
  ] as const;

/** By kind of storage: what is given, and the words of the refusal. */
const REFUSED: readonly (readonly [
  type: string,
  params: Record<string, unknown>,
  details: string,
])[] = [
  ['local-storage', { url: 'ps' }, "the url[ps] is not an absolute path starting with '/'"],
  ...['/dev', '/proc/x', '/sys/x', '/devices', '/system'].map(
    (url) => ['local-storage', { url }, FOLDER] as const,
  ),
  ...['/dev/x', '/process'].map((url) => ['smp', { url }, FOLDER] as const),
  ...['1.1.1.1:/dev/a', 'server:/procs'].map((url) => ['nfs', { url }, FOLDER] as const),
  [
    'nfs',
    { url: '192.168.1.20:/exports/vms' },
    `there has been a nfs primary storage having url as 192.168.1.20:/exports/vms in zone[uuid:${zone}]`,
  ],
  [
    'nfs',
    { url: '10.0.0.1:/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0'] },
    'invalid CIDR: 10.0.0',
  ],
  [
    'nfs',
    { url: '10.0.1.1:/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0.0/24'] },
    'IP address[10.0.1.1] is not in CIDR[10.0.0.0/24]',
  ],
  [
    'nfs',
    {
      url: '10.0.0.1:/x',
      systemTags: [
        'primaryStorage::gateway::cidr::10.0.0.0/24',
        'primaryStorage::gateway::cidr::10.0.0.0/25',
      ],
    },
    'found multiple CIDR',
  ],
  [
    'smp',
    { url: '/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0.0/33'] },
    'cidr[10.0.0.0/33] Input Format Error',
  ],
  [
    'local-storage',
    {
      url: '/x',
      systemTags: [
        'primaryStorage::gateway::cidr::10.0.0.0/24',
        'primaryStorage::gateway::cidr::fd00::/8',
      ],
    },
    'only one primaryStorage cidr system tag is allowed, but 2 got',
  ],
  ...['dataVolumePoolName', 'rootVolumePoolName', 'imageCachePoolName'].map(
    (name) =>
      [
        'ceph',
        { monUrls: ['root:p@mon'], [name]: '' },
        `${name} can be null but cannot be an empty string`,
      ] as const,
  ),
  [
    'ceph',
    { monUrls: ['mon'] },
    `invalid monUrl[mon], the sshUsername:sshPassword part is invalid. ${VALID}`,
  ],
  [
    'ceph',
    { monUrls: ['root@mon'] },
    `invalid monUrl[root@mon], the sshUsername:sshPassword part is invalid. ${VALID}`,
  ],
  ['ceph', { monUrls: ['root:p@'] }, `invalid monUrl[root:p@], hostname cannot be null. ${VALID}`],
  [
    'ceph',
    { monUrls: ['root:p@mon:70000'] },
    `invalid monUrl[root:p@mon:70000], the ssh port is greater than 65535 or smaller than 1. ${VALID}`,
  ],
  [
    'ceph',
    { monUrls: ['root:p@mon:0'] },
    `invalid monUrl[root:p@mon:0], the ssh port is greater than 65535 or smaller than 1. ${VALID}`,
  ],
  ['ceph', { monUrls: ['a:b@mon', 'c:d@mon:23'] }, 'Cannot add same host[mon] in mons'],
  [
    'ceph',
    { monUrls: ['a:b@other', 'a:b@192.168.1.41'] },
    'cannot add ceph primary storage, there has been some ceph primary storage using mon[hostnames:[192.168.1.41]]',
  ],
];

test.each(REFUSED)('a new %s storage with %j is refused', async (type, params, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...add(type, params))).toMatchObject({ code: 'SYS.1007', details });
});

test.each([
  ['smp', { url: 'relative' }],
  ['nfs', { url: 'no-colon' }],
  ['nfs', { url: '10.0.0.1:/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0.0/24'] }],
  ['ceph', { monUrls: ['root:p@w:d@mon.example:23/?monPort=6790'] }],
])('the real system takes a new %s storage with %j', async (type, params) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.make(...add(type, params))).toMatchObject({ status: 'Connected' });
});

test('an export moves to another place of its own, while no VM runs on it', async () => {
  const emulator = await TestEmulator.start();
  const taken = await emulator.refused(...update(nfs, { url: '192.168.1.21:/exports/old' }));
  expect(taken).toMatchObject({
    code: 'SYS.1007',
    details: `there has been a nfs primary storage having url as 192.168.1.21:/exports/old in zone[uuid:${zone}]`,
  });
  const folder = await emulator.refused(...update(nfs, { url: '10.0.0.1:/sys' }));
  expect(folder).toMatchObject({ code: 'SYS.1007', details: FOLDER });
  await emulator.make('PUT', `/vm-instances/${vms.stoppedWindows}/actions`, {
    startVmInstance: {},
  });
  const running = await emulator.refused(...update(nfs, { url: '10.0.0.1:/new' }));
  expect(running).toMatchObject({
    code: 'SYS.1006',
    details: `there are 1 running VMs on the NFS primary storage, please stop them and try again:\nVM[name:win-1, uuid:${vms.stoppedWindows}]\n`,
  });
  // Its own url is no change, and other fields may change.
  const same = { url: '192.168.1.20:/exports/vms', name: 'renamed' };
  expect(await emulator.make(...update(nfs, same))).toMatchObject(same);
  await emulator.make('PUT', `/vm-instances/${vms.stoppedWindows}/actions`, { stopVmInstance: {} });
  const moved = { url: '10.0.0.1:/new' };
  expect(await emulator.make(...update(nfs, moved))).toMatchObject(moved);
  // Nobody looks at the url of another type.
  expect(await emulator.make(...update(local, { url: 'anything' }))).toMatchObject({
    url: 'anything',
  });
});

test('maintenance stops the VMs that have a volume on the storage', async () => {
  const emulator = await TestEmulator.start();
  const states = async () =>
    Object.fromEntries(
      (await emulator.call('GET', '/vm-instances')).body.inventories.map((vm: Json) => [
        vm.name,
        vm.state,
      ]),
    );
  const before = await states();
  expect(await emulator.make(...change(local, 'maintain'))).toMatchObject({ state: 'Maintenance' });
  // What is on its way cannot be stopped, as in the real system, which only logs that.
  expect(await states()).toEqual({
    ...before,
    'web-1': 'Stopped',
    'paused-1': 'Stopped',
    'alice-1': 'Stopped',
  });
});

test.each(['disable', 'maintain', 'deleting'])(
  'a storage after %s, and what it refuses by its state',
  async (stateEvent) => {
    const emulator = await TestEmulator.start();
    const { state } = await emulator.make(...change(nfs, stateEvent));
    const snapshot = [
      'POST',
      `/volumes/${volumes.spareData}/volume-snapshots`,
      { params: { name: 's' } },
    ] as const;
    const attach = [
      'POST',
      `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`,
      { params: {} },
    ] as const;
    const start = [
      'PUT',
      `/vm-instances/${vms.stoppedWindows}/actions`,
      { startVmInstance: {} },
    ] as const;
    if (state === 'Deleting') {
      await emulator.make(...snapshot);
    } else {
      const detail = JSON.stringify({
        code: 'PS.1000',
        description: 'Operation is not permitted',
        details: `Operation is not permitted when primary storage status is '${state}', please check primary storage status`,
      });
      expect(await emulator.refused(...snapshot)).toMatchObject({
        code: 'SYS.1006',
        details: `cannot ask primary storage[uuid:${volumes.spareData}] for volume snapshot capability, see detail [${detail}]`,
      });
    }
    if (state === 'Maintenance') {
      expect(await emulator.refused(...attach)).toMatchObject({
        code: 'SYS.1006',
        details: `cannot attach volume[uuid:${volumes.spareData}] whose primary storage is Maintenance`,
      });
      const error = await emulator.refused(...start);
      expect(error.code).toBe('SYS.1006');
      expect(error.details).toContain(
        `the VM[uuid:${vms.stoppedWindows}] volume stored location primary storage is in a state of maintenance`,
      );
    } else {
      await emulator.make(...attach);
      await emulator.make(...start);
    }
  },
);

test('a primary storage keeps its reserve, and uses it when the configuration takes it away', async () => {
  const emulator = await TestEmulator.start();
  const GIB = 2 ** 30;
  const left = emulator.available('primary', nfs);
  const create = (diskSize: number) =>
    [
      'POST',
      '/volumes/data',
      { params: { name: 'v', diskSize, primaryStorageUuid: nfs } },
    ] as const;
  const size = left - GIB + 1;
  expect(await emulator.refused(...create(size))).toMatchObject({
    code: 'SYS.1006',
    details: `after subtracting reserved capacity[1G], there is no primary storage having required size[${size} bytes], may be the threshold of primary storage physical capacity setting is lower`,
  });
  await emulator.configure('primaryStorage/reservedCapacity', '1');
  await emulator.make(...create(size));
  const wrong = await emulator.refused(
    'PUT',
    '/global-configurations/primaryStorage/reservedCapacity/actions',
    {
      updateGlobalConfig: { value: 'much' },
    },
  );
  expect(wrong.details).toContain('much is not a size string');
});

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
    const condition = encodeURIComponent(`${field}=${String(value)}`);
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

test('a storage that is not there is deleted without an error', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  expect((await emulator.call('DELETE', `/primary-storage/${SEED.images.linux}`)).status).toBe(200);
  expect(emulator.world()).toEqual(before);
});
