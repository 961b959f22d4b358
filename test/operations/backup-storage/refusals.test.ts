import { asAsked } from '../../support/as-asked';
import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { backupStorages, images } = SEED;
const server = { name: 'new', url: '/bs', hostname: '10.0.0.9', username: 'root', password: 'p' };
const add = (type: string, params: object) =>
  ['POST', `/backup-storage/${type}`, { params }] as const;
const VALID =
  'A valid monUrl is in format of sshUsername:sshPassword@hostname:[sshPort]/?[monPort=]';

const REFUSED: readonly (readonly [type: string, params: object, code: string, details: string])[] =
  [
    [
      'sftp',
      { ...server, hostname: 'a_b' },
      'SYS.1007',
      'hostname[a_b] is neither an IPv4 address nor a valid hostname',
    ],
    [
      'sftp',
      { ...server, hostname: '192.168.1.31' },
      'SYS.1006',
      'duplicate backup storage. There has been a sftp backup storage[hostname:192.168.1.31] existing',
    ],
    ...['/dev', '/proc/x', '/systems'].map(
      (url) =>
        [
          'sftp',
          { ...server, url },
          'SYS.1007',
          ' the url contains an invalid folder[/dev or /proc or /sys]',
        ] as const,
    ),
    [
      'sftp',
      { ...server, url: 'bs' },
      'SYS.1007',
      "invalid url[bs], the url must be an absolute path starting with '/'",
    ],
    [
      'ceph',
      { name: 'c', monUrls: ['a:b@c'], poolName: '' },
      'SYS.1007',
      'poolName can be null but cannot be an empty string',
    ],
    [
      'ceph',
      { name: 'c', monUrls: ['a:b@c'], importImages: true },
      'SYS.1007',
      'poolName is required when importImages is true',
    ],
    [
      'ceph',
      { name: 'c', monUrls: ['c'] },
      'SYS.1007',
      `invalid monUrl[c], the sshUsername:sshPassword part is invalid. ${VALID}`,
    ],
    [
      'ceph',
      { name: 'c', monUrls: ['a:b@c', 'x:y@c'] },
      'SYS.1007',
      'Cannot add same host[c] in mons',
    ],
    [
      'ceph',
      { name: 'c', monUrls: ['a:b@192.168.1.41'] },
      'SYS.1007',
      'cannot add ceph backup storage, there has been some ceph backup storage using mon[hostnames:[192.168.1.41]]',
    ],
  ];

test.each(REFUSED)('a new %s storage with %j is refused', async (type, params, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...add(type, params))).toMatchObject({ code, details });
});

test('as a host name the real system takes what is no address', async () => {
  const emulator = await TestEmulator.start();
  const storage = await emulator.make(...add('sftp', { ...server, hostname: '300.1.1.1' }));
  expect(storage).toMatchObject({ hostname: '300.1.1.1' });
});

test('an image server moves only to what can be a host', async () => {
  const emulator = await TestEmulator.start();
  const path = `/backup-storage/sftp/${backupStorages.sftp}/actions`;
  const move = (hostname: string) =>
    ['PUT', path, { updateSftpBackupStorage: { hostname } }] as const;
  expect(await emulator.refused(...move('no host'))).toMatchObject({
    code: 'SYS.1007',
    details: 'hostname[no host] is neither an IPv4 address nor a valid hostname',
  });
  expect(await emulator.make(...move('server-2.example'))).toMatchObject({
    hostname: 'server-2.example',
  });
});

test.each([
  ['backup', backupStorages.sftp],
  ['primary', SEED.primaryStorages.nfs],
])('trash of a %s storage is narrowed by what it was: by both, or neither', async (kind, uuid) => {
  const emulator = await TestEmulator.start();
  for (const half of ['resourceType=ImageVO', `resourceUuid=${images.linux}`]) {
    const error = await emulator.refused('GET', `/${kind}-storage/trash?uuid=${uuid}&${half}`);
    expect(error).toMatchObject({
      code: 'SYS.1007',
      details: "'resourceUuid' and 'resourceType' must be set both or neither!",
    });
  }
});

describe('a clean-up of trash', () => {
  const path = `/backup-storage/${backupStorages.sftp}/trash/actions`;
  const withTrash = async (installPath: string) => {
    const emulator = await TestEmulator.start();
    const { repositories } = emulator.environment.world;
    repositories.backupStorages.changeAvailableCapacity(backupStorages.sftp, -1000);
    repositories.trash.insert({
      resourceUuid: images.linux,
      resourceType: 'ImageVO',
      storageUuid: backupStorages.sftp,
      storageType: 'BackupStorage',
      installPath,
      isFolder: false,
      hostUuid: null,
      hypervisorType: null,
      size: 1000,
      trashType: 'MigrateImage',
      createDate: 0,
    });
    const list = async () =>
      (await emulator.call('GET', `/backup-storage/trash?uuid=${backupStorages.sftp}`)).body
        .inventories;
    return { emulator, list };
  };

  test('of what is not there is no error, and does nothing', async () => {
    const { emulator, list } = await withTrash('/old');
    const before = emulator.world();
    const answer = await emulator.call('PUT', path, {
      cleanUpTrashOnBackupStorage: { trashId: 99 },
    });
    expect(answer.body).toMatchObject({
      result: { resourceUuids: [], details: [], size: 0 },
      results: [{ trashId: 99, resourceUuid: null, success: true, error: null, size: 0 }],
    });
    expect(emulator.world()).toEqual(before);
    expect(await list()).toHaveLength(1);
  });

  test.each([null, 'its number'])(
    'leaves what is still used, and says by whom (%s)',
    async (one) => {
      const { emulator: first } = await withTrash('/old');
      const { installPath } = (await first.find(`/images/${images.linux}`)).backupStorageRefs.find(
        (ref: Json) => ref.backupStorageUuid === backupStorages.sftp,
      );
      const { emulator, list } = await withTrash(installPath);
      const [{ trashId }] = await list();
      const answer = await emulator.call('PUT', path, {
        cleanUpTrashOnBackupStorage: one === null ? {} : { trashId },
      });
      const details = `${installPath} is still in using by image [${images.linux}], cannot remove it from trash before delete them`;
      expect(answer.body).toMatchObject({
        result: { resourceUuids: [], details: [details], size: 0 },
        results: [
          {
            trashId,
            resourceUuid: images.linux,
            success: false,
            error: { code: 'SYS.1006', details },
          },
        ],
      });
      expect(await list()).toHaveLength(1);
    },
  );
});

test('a row is answered as its own class, whose fields can be asked for by its type', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.anonymous
    .get('/zstack/v1/backup-storage?sort=%2Buuid&limit=3')
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .set('X-JSON-Schema', 'true');
  expect(answer.body.schema).toMatchObject({
    'inventories[0]': 'org.zstack.storage.backup.imagestore.ImageStoreBackupStorageInventory',
    'inventories[1]': 'org.zstack.storage.backup.sftp.SftpBackupStorageInventory',
    'inventories[2]': 'org.zstack.storage.ceph.backup.CephBackupStorageInventory',
    'inventories[2].mons[0]': 'org.zstack.storage.ceph.backup.CephBackupStorageMonInventory',
  });
  const asked = (query: string) => emulator.find(`/backup-storage?q=${query}`);
  expect(await asked('type=SftpBackupStorage&q=hostname=192.168.1.31')).toEqual(
    answer.body.inventories[1],
  );
  expect(await asked('type=Ceph&q=mons.hostname=192.168.1.41')).toEqual(answer.body.inventories[2]);
  expect(
    (await emulator.refused('GET', '/backup-storage?q=hostname=192.168.1.31')).details,
  ).toContain('not having field[hostname]');
});

test('everything that a Ceph storage answers can be asked for', async () => {
  const emulator = await TestEmulator.start();
  const storage = await emulator.find(`/backup-storage/ceph/${backupStorages.ceph}`);
  const plain = Object.entries(storage).filter(
    ([, value]) => value !== null && typeof value !== 'object',
  );
  expect(plain.length).toBeGreaterThan(15);
  for (const [field, value] of plain) {
    const condition = encodeURIComponent(`${field}=${asAsked(value)}`);
    const found = await emulator.find(`/backup-storage/ceph?q=uuid=${storage.uuid}&q=${condition}`);
    expect([field, found]).toEqual([field, storage]);
  }
  for (const [field, value] of Object.entries(storage.mons[0])) {
    const condition = encodeURIComponent(`mons.${field}=${asAsked(value)}`);
    expect([field, await emulator.find(`/backup-storage/ceph?q=${condition}`)]).toEqual([
      field,
      storage,
    ]);
  }
});

test('a query of one type asks for this type, whatever type is asked for', async () => {
  const emulator = await TestEmulator.start();
  const names = async (query: string) =>
    (await emulator.call('GET', `/backup-storage/sftp?sort=%2Bname${query}`)).body.inventories.map(
      ({ name }: Json) => name,
    );
  const all = await names('');
  expect(all).toEqual(['sftp-1', 'sftp-disabled']);
  for (const type of ['q=type=Ceph', 'q=type!=SftpBackupStorage', 'q=type?=Ceph,x']) {
    expect(await names(`&${type}`)).toEqual(all);
  }
  expect(await names('&q=type=Ceph&q=state=Disabled')).toEqual(['sftp-disabled']);
});

test('capacities are those of named storages, else of all, else of zones', async () => {
  const emulator = await TestEmulator.start();
  const sum = async (query: string) =>
    (await emulator.call('GET', `/backup-storage/capacities?${query}`)).body.totalCapacity;
  const TIB = 2 ** 40;
  const { zone } = SEED;
  const all = await sum('all=true');
  const ofZone = await sum(`zoneUuids=${zone}`);
  expect(all - ofZone).toBe(TIB);
  expect(await sum(`all=true&zoneUuids=${zone}`)).toBe(all);
  expect(await sum(`backupStorageUuids=${backupStorages.elsewhere}&zoneUuids=${zone}`)).toBe(TIB);
});
