import { ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

type Call = readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, object?];

const { sftp, imageStore } = SEED.backupStorages;
const { nfs } = SEED.primaryStorages;
const { zone } = SEED;
const storage = { name: 'x', url: '/x', zoneUuid: zone };
const server = { ...storage, hostname: '10.0.0.9', username: 'root', password: 'x' };
const monUrls = ['root:password@10.0.0.9'];
const put = (path: string, action: string, params: object = {}): Call => [
  'PUT',
  path,
  { [action]: params },
];
const post = (path: string, params: object): Call => ['POST', path, { params }];

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const bs = `/backup-storage/${sftp}`;
const ps = `/primary-storage/${nfs}`;
const config = '/global-configurations/image/deletionPolicy/actions';
const ADMIN_ONLY: Readonly<Record<string, Call>> = {
  CreateAccount: post('/accounts', { name: 'x', password: 'x' }),
  UpdateQuota: put('/accounts/quotas/actions', 'updateQuota', {
    identityUuid: ALICE,
    name: 'image.num',
    value: 1000,
  }),
  ShareResource: put('/accounts/resources/actions', 'shareResource', {
    resourceUuids: [SEED.volumes.alice],
    toPublic: true,
  }),
  RevokeResourceSharing: put('/accounts/resources/actions', 'revokeResourceSharing', {
    resourceUuids: [SEED.volumes.alice],
    all: true,
  }),
  ChangeResourceOwner: post(`/account/${ALICE}/resources`, { resourceUuid: SEED.image }),
  QuerySharedResource: ['GET', '/accounts/resources'],
  UpdateGlobalConfig: put(config, 'updateGlobalConfig', { value: 'Direct' }),
  ResetGlobalConfig: put('/global-configurations/actions', 'resetGlobalConfig'),
  CreateZone: post('/zones', { name: 'x' }),
  UpdateZone: put(`/zones/${zone}/actions`, 'updateZone', { name: 'x' }),
  ChangeZoneState: put(`/zones/${zone}/actions`, 'changeZoneState', { stateEvent: 'disable' }),
  DeleteZone: ['DELETE', `/zones/${zone}`],
  AttachBackupStorageToZone: post(`/zones/${zone}/backup-storage/${sftp}`, {}),
  DetachBackupStorageFromZone: ['DELETE', `/zones/${zone}/backup-storage/${sftp}`],
  AddSftpBackupStorage: post('/backup-storage/sftp', server),
  AddImageStoreBackupStorage: post('/backup-storage/image-store', server),
  AddCephBackupStorage: post('/backup-storage/ceph', { ...storage, monUrls }),
  UpdateBackupStorage: put(`${bs}/actions`, 'updateBackupStorage', { name: 'x' }),
  UpdateSftpBackupStorage: put(
    `/backup-storage/sftp/${sftp}/actions`,
    'updateSftpBackupStorage',
    {},
  ),
  ChangeBackupStorageState: put(`${bs}/actions`, 'changeBackupStorageState', {
    stateEvent: 'disable',
  }),
  ReconnectBackupStorage: put(`${bs}/actions`, 'reconnectBackupStorage'),
  ReconnectSftpBackupStorage: put(
    `/backup-storage/sftp/${sftp}/actions`,
    'reconnectSftpBackupStorage',
  ),
  ReconnectImageStoreBackupStorage: put(
    `/backup-storage/image-store/${imageStore}/actions`,
    'reconnectImageStoreBackupStorage',
  ),
  CleanUpTrashOnBackupStorage: put(`${bs}/trash/actions`, 'cleanUpTrashOnBackupStorage'),
  GetTrashOnBackupStorage: ['GET', `/backup-storage/trash?uuid=${sftp}`],
  GetBackupStorageCapacity: ['GET', '/backup-storage/capacities?all=true'],
  GetBackupStorageTypes: ['GET', '/backup-storage/types'],
  DeleteBackupStorage: ['DELETE', bs],
  AddLocalPrimaryStorage: post('/primary-storage/local-storage', storage),
  AddNfsPrimaryStorage: post('/primary-storage/nfs', storage),
  AddSharedMountPointPrimaryStorage: post('/primary-storage/smp', storage),
  AddCephPrimaryStorage: post('/primary-storage/ceph', { ...storage, monUrls }),
  UpdatePrimaryStorage: put(`${ps}/actions`, 'updatePrimaryStorage', { name: 'x' }),
  ChangePrimaryStorageState: put(`${ps}/actions`, 'changePrimaryStorageState', {
    stateEvent: 'disable',
  }),
  ReconnectPrimaryStorage: put(`${ps}/actions`, 'reconnectPrimaryStorage'),
  CleanUpImageCacheOnPrimaryStorage: put(`${ps}/actions`, 'cleanUpImageCacheOnPrimaryStorage'),
  CleanUpTrashOnPrimaryStorage: put(`${ps}/trash/actions`, 'cleanUpTrashOnPrimaryStorage'),
  GetTrashOnPrimaryStorage: ['GET', `/primary-storage/trash?uuid=${nfs}`],
  GetPrimaryStorageCapacity: ['GET', '/primary-storage/capacities?all=true'],
  GetPrimaryStorageTypes: ['GET', '/primary-storage/types'],
  DeletePrimaryStorage: ['DELETE', ps],
  QueryCephPrimaryStorage: ['GET', '/primary-storage/ceph'],
  QueryCephPrimaryStoragePool: ['GET', '/primary-storage/ceph/pools'],
  QueryImageCache: ['GET', '/primary-storage/imagecache'],
  GetZone: ['GET', `/zones/${zone}/info`],
  AttachPrimaryStorageToCluster: post(
    `/clusters/${SEED.clusters.empty}/primary-storage/${nfs}`,
    {},
  ),
  DetachPrimaryStorageFromCluster: [
    'DELETE',
    `/clusters/${SEED.clusters.used}/primary-storage/${nfs}`,
  ],
};

test.each(Object.entries(ADMIN_ONLY))('%s is for admins only', async (name, call) => {
  const [method, path, body] = call;
  expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
    code: 'ID.1002',
    description: "The user doesn't have permission to perform the operation",
    details: expect.stringMatching(
      new RegExp(
        `^request api\\[name: org\\.zstack\\.[\\w.]+\\.API${name}Msg\\] is admin only, can not be executed by current user$`,
      ),
    ),
  });
  // The call itself is sound: it is the caller that was refused.
  expect((await emulator.call(method, path, body)).body.error?.code).not.toBe('ID.1002');
});

test('parameters are judged before the caller is', async () => {
  const error = await emulator.refused('POST', '/accounts', { params: {} }, ALICE_SESSION);
  expect(error.code).toBe('SYS.1007');
});
