import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { imageStore, sftp, ceph } = SEED.backupStorages;
const actions = (uuid: string) => `/backup-storage/${uuid}/actions`;
const server = {
  name: 'new',
  url: '/bs',
  hostname: '10.0.0.9',
  username: 'root',
  password: 'secret',
};

describe('adding', () => {
  test('an Sftp storage connects it, and its password is nowhere', async () => {
    const emulator = await TestEmulator.start();
    const storage = await emulator.make('POST', '/backup-storage/sftp', {
      params: { ...server, sshPort: 2222 },
    });
    expect(storage).toMatchObject({
      type: 'SftpBackupStorage',
      state: 'Enabled',
      status: 'Connected',
      hostname: '10.0.0.9',
      username: 'root',
      sshPort: 2222,
      attachedZoneUuids: [],
    });
    expect(storage.availableCapacity).toBe(storage.totalCapacity);
    expect(JSON.stringify(emulator.world())).not.toContain('secret');
    const found = await emulator.find('/backup-storage/sftp?q=hostname=10.0.0.9&q=sshPort=2222');
    expect(found).toEqual(storage);
    expect(await emulator.find(`/backup-storage/image-store/${storage.uuid}`)).toBeUndefined();
  });

  test('an ImageStore, a Ceph pool and a simulator', async () => {
    const emulator = await TestEmulator.start();
    const store = await emulator.make('POST', '/backup-storage/image-store', { params: server });
    expect(store).toMatchObject({ type: 'ImageStoreBackupStorage', sshPort: 22 });
    const pool = await emulator.make('POST', '/backup-storage/ceph', {
      params: { name: 'pool', monUrls: ['root:pass@10.1.1.1:22/?monPort=6789'] },
    });
    expect(pool).toMatchObject({
      type: 'Ceph',
      poolName: `bak-t-${pool.uuid}`,
      mons: [{ hostname: '10.1.1.1', monPort: 6789, sshUsername: 'root', sshPort: 22 }],
    });
    expect(await emulator.find(`/backup-storage/ceph?q=fsid=${pool.fsid}`)).toEqual(pool);
    const simulator = await emulator.make('POST', '/backup-storage/simulators', {
      params: { name: 'sim', url: 'x', totalCapacity: 1000, availableCapacity: 400 },
    });
    expect(simulator).toMatchObject({ totalCapacity: 1000, availableCapacity: 400 });
  });

  test('the same monitors are the same cluster', async () => {
    const emulator = await TestEmulator.start();
    const monUrls = ['root:a@mon-1', 'root:a@mon-2'];
    const backup = await emulator.make('POST', '/backup-storage/ceph', {
      params: { name: 'b', url: 'x', monUrls },
    });
    const primary = await emulator.make('POST', '/primary-storage/ceph', {
      params: { name: 'p', url: 'x', monUrls: monUrls.toReversed(), zoneUuid: SEED.zone },
    });
    expect(primary.fsid).toBe(backup.fsid);
  });

  test.each([
    [
      'sftp',
      { hostname: 'a_b' },
      'SYS.1007',
      'hostname[a_b] is neither an IPv4 address nor a valid hostname',
    ],
    ['sftp', { hostname: 'a b' }, 'SYS.1007', 'hostname[a b] is neither'],
    [
      'sftp',
      { hostname: '192.168.1.31' },
      'SYS.1006',
      'duplicate backup storage. There has been a sftp backup storage[hostname:192.168.1.31] existing',
    ],
    [
      'image-store',
      { hostname: '192.168.1.30' },
      'SYS.1006',
      'duplicate backup storage. There has been an image store backup storage[hostname:192.168.1.30]',
    ],
    [
      'sftp',
      { url: '/dev/x' },
      'SYS.1007',
      ' the url contains an invalid folder[/dev or /proc or /sys]',
    ],
    [
      'sftp',
      { url: 'bs' },
      'SYS.1007',
      "invalid url[bs], the url must be an absolute path starting with '/'",
    ],
    ['image-store', { url: 'bs' }, 'SYS.1007', 'absolute file path required: bs'],
    ['sftp', { url: '' }, 'SYS.1007', 'field[url] cannot be an empty string'],
    ['sftp', { sshPort: 70_000 }, 'SYS.1007', 'field[sshPort] must be in range of [1, 65535]'],
    ['sftp', { password: undefined }, 'SYS.1007', 'field[password] of message'],
    ['ceph', { monUrls: ['10.1.1.1'] }, 'SYS.1007', 'invalid monUrl[10.1.1.1]'],
    ['ceph', { monUrls: [''] }, 'SYS.1007', 'field[monUrls] cannot contain any empty string'],
    [
      'simulators',
      { totalCapacity: 1, availableCapacity: 2 },
      'SYS.1007',
      'availableCapacity[2] must lie between 0 and totalCapacity[1]',
    ],
    [
      'sftp',
      { resourceUuid: imageStore },
      'SYS.1000',
      `Duplicate entry '${imageStore}' for key 'PRIMARY'`,
    ],
  ])('%s with %j is refused', async (type, params, code, details) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused('POST', `/backup-storage/${type}`, {
      params: { ...server, ...params },
    });
    expect(error.code).toBe(code);
    expect(error.details).toContain(details);
  });

  test('a port must be whole', async () => {
    const emulator = await TestEmulator.start();
    const answer = await emulator.call('POST', '/backup-storage/sftp', {
      params: { ...server, sshPort: 1.2 },
    });
    expect([answer.status, answer.text]).toEqual([
      400,
      '[sshPort] field is excepted an int or long, but was [1.2].',
    ]);
  });
});

test('name, description, state and address of a storage change', async () => {
  const emulator = await TestEmulator.start();
  expect(
    await emulator.make('PUT', actions(sftp), { updateBackupStorage: { name: 'renamed' } }),
  ).toMatchObject({ name: 'renamed', description: null });
  expect(
    await emulator.make('PUT', `/backup-storage/sftp/${sftp}/actions`, {
      updateSftpBackupStorage: { hostname: 'other', sshPort: 23, description: 'moved' },
    }),
  ).toMatchObject({ name: 'renamed', hostname: 'other', sshPort: 23, description: 'moved' });
  for (const [stateEvent, state] of [
    ['disable', 'Disabled'],
    ['disable', 'Disabled'],
    ['enable', 'Enabled'],
  ]) {
    const changed = await emulator.make('PUT', actions(sftp), {
      changeBackupStorageState: { stateEvent },
    });
    expect(changed.state).toBe(state);
  }
});

describe('a storage whose agent is silent', () => {
  const reconnect = { reconnectBackupStorage: {} };

  test('is Disconnected, and cannot be reconnected until it answers', async () => {
    const emulator = await TestEmulator.start();
    const lost = await emulator.control('PUT', `/backup-storage/${sftp}/agent`, {
      reachable: false,
    });
    expect(lost.body.inventory.status).toBe('Disconnected');
    const refused = await emulator.call('PUT', actions(sftp), reconnect);
    expect(refused.body.error.code).toBe('BS.1500');
    expect(await emulator.find(`/backup-storage/${sftp}`)).toMatchObject({
      status: 'Disconnected',
    });
    await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: true });
    expect(await emulator.make('PUT', actions(sftp), reconnect)).toMatchObject({
      status: 'Connected',
    });
    const path = `/backup-storage/sftp/${sftp}/actions`;
    const byType = await emulator.make('PUT', path, { reconnectSftpBackupStorage: {} });
    expect(byType.hostname).toBe('192.168.1.31');
    const store = await emulator.make('PUT', `/backup-storage/image-store/${imageStore}/actions`, {
      reconnectImageStoreBackupStorage: {},
    });
    expect(store.status).toBe('Connected');
    const wrong = await emulator.refused('PUT', `/backup-storage/sftp/${ceph}/actions`, {
      reconnectSftpBackupStorage: {},
    });
    expect(wrong).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${ceph}, type:SftpBackupStorageVO] not found`,
    });
  });

  test('is found again by the next ping, unless that is switched off', async () => {
    const emulator = await TestEmulator.start();
    const status = async () => (await emulator.find(`/backup-storage/${sftp}`)).status;
    await emulator.configure('backupStorage/connection.autoReconnectOnError', 'false');
    await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: false });
    await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: true });
    emulator.advance(120_000);
    expect(await status()).toBe('Disconnected');
    await emulator.configure('backupStorage/connection.autoReconnectOnError', 'true');
    emulator.advance(59_000);
    expect(await status()).toBe('Disconnected');
    emulator.advance(1_000);
    expect(await status()).toBe('Connected');
  });

  test('that falls silent again before the ping stays Disconnected', async () => {
    const emulator = await TestEmulator.start();
    for (const reachable of [false, true, false])
      await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable });
    emulator.advance(600_000);
    expect((await emulator.find(`/backup-storage/${sftp}`)).status).toBe('Disconnected');
  });

  test('is Connecting on the way when work takes time', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    expect((await emulator.call('PUT', actions(sftp), reconnect)).status).toBe(202);
    expect(await emulator.find(`/backup-storage/${sftp}`)).toMatchObject({ status: 'Connecting' });
    emulator.advance(10_000);
    expect(await emulator.find(`/backup-storage/${sftp}`)).toMatchObject({ status: 'Connected' });
  });
});

describe('deleting a storage', () => {
  test('takes the images that were only there with it, without touching bits elsewhere', async () => {
    const emulator = await TestEmulator.start();
    const elsewhere = emulator.available('backup', sftp);
    await emulator.call('DELETE', `/backup-storage/${imageStore}`);
    expect(await emulator.find(`/backup-storage/${imageStore}`)).toBeUndefined();
    expect(await emulator.find(`/images/${SEED.images.windows}`)).toBeUndefined();
    const left = await emulator.find(`/images/${SEED.images.linux}`);
    expect(left.backupStorageRefs).toMatchObject([{ backupStorageUuid: sftp, status: 'Ready' }]);
    expect(emulator.available('backup', sftp)).toBe(elsewhere);
  });

  test('that is not there is no error', async () => {
    const emulator = await TestEmulator.start();
    const world = emulator.world();
    const answer = await emulator.call('DELETE', '/backup-storage/nothing');
    expect([answer.status, emulator.world()]).toEqual([200, world]);
  });

  test('ends what is being made on it', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const accepted = await emulator.createTemplate(SEED.volumes.runningLinux, {
      name: 'x',
      backupStorageUuids: [imageStore],
    });
    await emulator.call('DELETE', `/backup-storage/${imageStore}`);
    emulator.advance(600_000);
    const job = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
    expect(job.body.error.details).toMatch(/^image \[uuid:[0-9a-f]{32}\] has been deleted$/);
    expect(emulator.brokenLaws()).toEqual({});
  });
});

test('capacities are summed over what is named', async () => {
  const emulator = await TestEmulator.start();
  const sum = async (query: string) =>
    (await emulator.call('GET', `/backup-storage/capacities?${query}`)).body;
  const two = await sum(`backupStorageUuids=${imageStore}&backupStorageUuids=${sftp}`);
  expect(two).toMatchObject({
    totalCapacity: 6 * 2 ** 40,
    availableCapacity:
      emulator.available('backup', imageStore) + emulator.available('backup', sftp),
  });
  const zone = await sum(`zoneUuids=${SEED.zone}`);
  expect((await sum('all=true')).totalCapacity).toBe(zone.totalCapacity + 2 ** 40);
  const error = await emulator.refused('GET', '/backup-storage/capacities');
  expect(error.details).toBe(
    'zoneUuids, backupStorageUuids must have at least one be none-empty list, or all is set to true',
  );
});

test('types are named in the real order', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', '/backup-storage/types');
  expect(body.types).toEqual(['Ceph', 'SftpBackupStorage', 'ImageStoreBackupStorage']);
});

test('trash holds capacity until it is cleaned up', async () => {
  const emulator = await TestEmulator.start();
  const { repositories } = emulator.environment.world;
  const before = emulator.available('backup', sftp);
  for (const [i, size] of [1000, 2000].entries()) {
    repositories.backupStorages.changeAvailableCapacity(sftp, -size);
    repositories.trash.insert({
      resourceUuid: `${i}`.repeat(32),
      resourceType: 'ImageVO',
      storageUuid: sftp,
      storageType: 'BackupStorage',
      installPath: `/old/${i}`,
      isFolder: false,
      hostUuid: null,
      hypervisorType: null,
      size,
      trashType: 'MigrateImage',
      createDate: 0,
    });
  }
  const list = async (query = '') =>
    (await emulator.call('GET', `/backup-storage/trash?uuid=${sftp}${query}`)).body.inventories;
  expect(await list()).toHaveLength(2);
  const [one] = await list('&resourceUuid=11111111111111111111111111111111&resourceType=ImageVO');
  expect(one).toMatchObject({ size: 2000, installPath: '/old/1', trashType: 'MigrateImage' });
  const path = `/backup-storage/${sftp}/trash/actions`;
  const cleaned = await emulator.call('PUT', path, {
    cleanUpTrashOnBackupStorage: { trashId: one.trashId },
  });
  expect(cleaned.body).toMatchObject({ result: { size: 2000 }, results: [{ size: 2000 }] });
  await emulator.call('PUT', path, { cleanUpTrashOnBackupStorage: {} });
  expect([await list(), emulator.available('backup', sftp)]).toEqual([[], before]);
});

test('Ceph answers a reconnect as any backup storage, Sftp with its own class', async () => {
  const emulator = await TestEmulator.start();
  const reconnect = async (uuid: string) => {
    const { body } = await emulator.anonymous
      .put(`/zstack/v1${actions(uuid)}`)
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('X-JSON-Schema', 'true')
      .send({ reconnectBackupStorage: {} });
    return { fields: Object.keys(body.inventory), schema: body.schema };
  };
  const ofCeph = await reconnect(ceph);
  expect(ofCeph.schema).toEqual({
    inventory: 'org.zstack.header.storage.backup.BackupStorageInventory',
  });
  expect(ofCeph.fields).not.toEqual(expect.arrayContaining(['mons']));
  expect(ofCeph.fields).not.toEqual(expect.arrayContaining(['fsid']));
  const ofSftp = await reconnect(sftp);
  expect(ofSftp.schema).toEqual({
    inventory: 'org.zstack.storage.backup.sftp.SftpBackupStorageInventory',
  });
  expect(ofSftp.fields).toEqual(expect.arrayContaining(['hostname']));
});

test.each([
  ['POST', '/backup-storage/sftp', { params: server }, 'AddSftpBackupStorage'],
  [
    'POST',
    '/backup-storage/ceph',
    { params: { ...server, monUrls: ['a:b@c'] } },
    'AddCephBackupStorage',
  ],
  ['PUT', actions(sftp), { updateBackupStorage: { name: 'mine' } }, 'UpdateBackupStorage'],
  [
    'PUT',
    actions(sftp),
    { changeBackupStorageState: { stateEvent: 'disable' } },
    'ChangeBackupStorageState',
  ],
  ['PUT', actions(sftp), { reconnectBackupStorage: {} }, 'ReconnectBackupStorage'],
  ['DELETE', `/backup-storage/${sftp}`, undefined, 'DeleteBackupStorage'],
  ['GET', '/backup-storage/capacities?all=true', undefined, 'GetBackupStorageCapacity'],
] as const)('%s %s is for admin only', async (method, path, body, name) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(method, path, body, ALICE_SESSION);
  expect(error).toMatchObject({
    code: 'ID.1002',
    details: expect.stringMatching(
      new RegExp(`^request api\\[name: org\\.zstack\\.[\\w.]+API${name}Msg\\] is admin only`),
    ),
  });
});
