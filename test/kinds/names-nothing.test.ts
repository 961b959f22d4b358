import type { ResourceType } from '../../src/api/params';
import { SEED, TestEmulator } from '../support/emulator';
import { done } from '../support/messages';

/*
 * A uuid that names nothing, and one that names something of another kind: the same is said of both, and what it should
 * have been. Every kind of thing that a parameter can name has a row.
 */

const NOTHING = '0123456789ab4def8123456789abcdef';
const { images, zone, backupStorages, primaryStorages, l3Network } = SEED;

/** An operation that names one by a parameter, and what else it must be told. */
const NAMED: Readonly<
  Record<
    Exclude<ResourceType, 'ReservedIpRange'>,
    readonly [operation: string, param: string, more?: object]
  >
> = {
  AccessKey: ['ChangeAccessKeyState', 'uuid', { stateEvent: 'enable' }],
  Account: ['GetAccountQuotaUsage', 'uuid'],
  BackupStorage: ['GetBackupStorageCandidatesForImageMigration', 'srcBackupStorageUuid'],
  CephBackupStorage: ['AddMonToCephBackupStorage', 'uuid', { monUrls: ['x'] }],
  CephBackupStorageMon: ['UpdateCephBackupStorageMon', 'monUuid'],
  CephPrimaryStorage: ['AddMonToCephPrimaryStorage', 'uuid', { monUrls: ['x'] }],
  CephPrimaryStorageMon: ['UpdateCephPrimaryStorageMon', 'monUuid'],
  CephPrimaryStoragePool: ['UpdateCephPrimaryStoragePool', 'uuid'],
  Cluster: ['GetCpuMemoryCapacity', 'clusterUuids'],
  DiskOffering: ['UpdateDiskOffering', 'uuid'],
  Eip: ['GetEipAttachableVmNics', 'eipUuid'],
  GarbageCollector: ['TriggerGCJob', 'uuid'],
  Host: ['GetCpuMemoryCapacity', 'hostUuids'],
  Image: ['GetCandidateVmForAttachingIso', 'isoUuid'],
  ImageGroup: ['ExpungeImageGroup', 'uuid'],
  ImagePackage: ['DeleteImagePackage', 'uuid'],
  ImageReplicationGroup: ['AddBackupStoragesToReplicationGroup', 'replicationGroupUuid'],
  ImageStoreBackupStorage: ['SyncImage', 'imageStoreUuid'],
  InstanceOffering: ['UpdateInstanceOffering', 'uuid'],
  IpRange: ['GetFreeIp', 'ipRangeUuid'],
  L2Network: ['GetCandidateClustersForAttachingL2Network', 'l2NetworkUuid'],
  L3Network: ['GetFreeIp', 'l3NetworkUuid'],
  LongJob: ['CancelLongJob', 'uuid'],
  Policy: ['AttachPolicyToUser', 'policyUuid'],
  PrimaryStorage: ['GetPrimaryStorageCapacity', 'primaryStorageUuids'],
  Resource: ['RevokeResourceSharing', 'resourceUuids'],
  SecurityGroup: ['GetCandidateVmNicForSecurityGroup', 'securityGroupUuid'],
  SecurityGroupRule: ['ChangeSecurityGroupRule', 'uuid'],
  Session: ['RenewSession', 'sessionUuid'],
  SftpBackupStorage: ['ReconnectSftpBackupStorage', 'uuid'],
  SshKeyPair: ['DeleteSshKeyPair', 'uuid'],
  SystemTag: ['UpdateSystemTag', 'uuid', { tag: 'x' }],
  TagPattern: ['UpdateTag', 'uuid'],
  UsedIp: ['DeleteIpAddress', 'usedIpUuids'],
  User: ['CheckApiPermission', 'userUuid', { apiNames: ['x'] }],
  UserGroup: ['UpdateUserGroup', 'uuid'],
  Vip: ['GetEipAttachableVmNics', 'vipUuid'],
  VmCdRom: ['UpdateVmCdRom', 'uuid'],
  VmInstance: ['GetVmAttachableL3Network', 'vmInstanceUuid'],
  VmNic: ['GetVmNicAttachableEips', 'vmNicUuid'],
  Volume: ['GetCandidateBackupStorageForCreatingImage', 'volumeUuid'],
  VolumeBackup: ['DeleteVolumeBackup', 'uuid'],
  VolumeSnapshot: ['GetCandidateBackupStorageForCreatingImage', 'volumeSnapshotUuid'],
  VolumeSnapshotGroup: ['CheckVolumeSnapshotGroupAvailability', 'uuids'],
  Webhook: ['UpdateWebhook', 'uuid'],
  Zone: ['GetBackupStorageCapacity', 'zoneUuids'],
};

/** What is nearly of the kind: a storage of another type. */
const NEARLY: Readonly<Record<string, string>> = {
  CephBackupStorage: backupStorages.sftp,
  CephPrimaryStorage: primaryStorages.nfs,
  ImageStoreBackupStorage: backupStorages.sftp,
  SftpBackupStorage: backupStorages.imageStore,
};

test('what is not of the kind that a parameter names is refused, in words that say the kind', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  for (const [type, [operation, param, more]] of Object.entries(NAMED)) {
    // Everything is a resource: only nothing is none.
    const others =
      type === 'Resource' ? [] : [NEARLY[type] ?? (type === 'Image' ? zone : images.linux)];
    for (const uuid of [NOTHING, ...others]) {
      const isList = param.endsWith('s');
      const told = { ...more, [param]: isList ? [uuid] : uuid };
      const { error } = await done(emulator, operation, told);
      const named = isList ? `uuids:[${uuid}]` : `uuid:${uuid}`;
      expect([type, error?.code, error?.details]).toEqual([
        type,
        'SYS.1003',
        `invalid field[${param}], resource[${named}, type:${type}VO] not found`,
      ]);
    }
  }
  expect(emulator.world()).toEqual(before);
});

test('of a list all that are none are named, in its order', async () => {
  const emulator = await TestEmulator.start();
  const uuids = [NOTHING, zone, images.linux, NOTHING].join('&zoneUuids=');
  const refused = await emulator.refused('GET', `/backup-storage/capacities?zoneUuids=${uuids}`);
  expect([refused.code, refused.details]).toEqual([
    'SYS.1003',
    `invalid field[zoneUuids], resource[uuids:[${NOTHING}, ${images.linux}, ${NOTHING}], type:ZoneVO] not found`,
  ]);
});

test.each([
  ['a range of reserved addresses', `/l3-networks/reserved-ip-ranges/`],
  ['an access key', `/accesskeys/`],
  ['an image', `/images/`],
  ['a network', `/l3-networks/`],
])('to delete %s that is gone already is no error, if it is a uuid', async (_what, path) => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const gone = await emulator.call('DELETE', `${path}${NOTHING}`);
  expect([gone.status, gone.body]).toEqual([200, { success: true, error: null }]);
  for (const none of [NOTHING.slice(1), `${NOTHING}0`, NOTHING.replace('0', 'g')]) {
    const refused = await emulator.refused('DELETE', `${path}${none}`);
    expect([refused.code, refused.details]).toEqual([
      'SYS.1003',
      `invalid value[${none}] of field [uuid]`,
    ]);
  }
  expect(emulator.world()).toEqual(before);
});

test('a range of reserved addresses is deleted, not only said to be', async () => {
  const emulator = await TestEmulator.start();
  const path = `/l3-networks/${l3Network}/reserved-ip-ranges`;
  const params = { startIp: '10.1.0.20', endIp: '10.1.0.21' };
  const { uuid } = await emulator.make('POST', path, { params });
  await emulator.call('DELETE', `/l3-networks/reserved-ip-ranges/${uuid}`);
  expect((await emulator.refused('DELETE', `/l3-networks/reserved-ip-ranges/x`)).code).toBe(
    'SYS.1003',
  );
  expect(emulator.world()['reserved_ip_ranges']).toEqual([]);
});
