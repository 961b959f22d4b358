import type { ParamRules } from '../../src/api/params';
import { allOperations } from '../../src/api/operations';
import { readFacts } from '../../src/verify/facts/facts';

/*
 * Of what is declared of operations the description (openapi.json) and the facts of the open source do not say
 * everything: what only admin may call, and of closed operations what is looked at in their parameters.
 */

/** What only admin may call, by families. */
const OF_ADMIN: Readonly<Record<string, string>> = {
  images: 'SyncImageFromImageStoreBackupStorage',
  account: 'ChangeResourceOwner',
  accounts: 'CreateAccount QuerySharedResource RevokeResourceSharing ShareResource UpdateQuota',
  'backup-storage':
    'AddCephBackupStorage AddImageStoreBackupStorage AddMonToCephBackupStorage AddSftpBackupStorage AddSimulatorBackupStorage BackupStorageMigrateImage ChangeBackupStorageState CleanUpTrashOnBackupStorage DeleteBackupStorage GetBackupStorageCandidatesForImageMigration GetBackupStorageCapacity GetBackupStorageTypes GetImagesFromImageStoreBackupStorage GetTrashOnBackupStorage ReclaimSpaceFromImageStore ReconnectBackupStorage ReconnectImageStoreBackupStorage ReconnectSftpBackupStorage RecoveryImageFromImageStoreBackupStorage RemoveMonFromCephBackupStorage SetImageStoreBackupStorageQuota SyncImage UpdateBackupStorage UpdateCephBackupStorageMon UpdateImageStoreBackupStorage UpdateSftpBackupStorage',
  clusters:
    'AttachPrimaryStorageToCluster ChangeClusterState CreateCluster DeleteCluster DetachPrimaryStorageFromCluster UpdateCluster',
  'disk-offerings': 'ChangeDiskOfferingState DeleteDiskOffering UpdateDiskOffering',
  'gc-jobs': 'DeleteGCJob QueryGCJob TriggerGCJob',
  'global-configurations': 'ResetGlobalConfig UpdateGlobalConfig',
  hosts:
    'AddKVMHost AddSimulatorHost ChangeHostState DeleteHost GetHostAllocatorStrategies GetHypervisorTypes ReconnectHost UpdateHost UpdateKVMHost',
  'image-replication-groups':
    'AddBackupStoragesToReplicationGroup CreateImageReplicationGroup DeleteImageReplicationGroup QueryImageReplicationGroup',
  'instance-offerings':
    'ChangeInstanceOfferingState CreateInstanceOffering DeleteInstanceOffering UpdateInstanceOffering',
  'l2-networks':
    'AttachL2NetworkToCluster ChangeL2NetworkVlanId CreateL2NoVlanNetwork CreateL2VlanNetwork DeleteL2Network DetachL2NetworkFromCluster GetCandidateClustersForAttachingL2Network',
  cluster: 'GetCandidateL2NetworksForAttachingCluster',
  'l3-networks': 'DetachNetworkServiceFromL3Network',
  'network-services': 'GetNetworkServiceTypes',
  'management-nodes': 'GetPlatformTimeZone QueryManagementNode',
  'primary-storage':
    'AddCephPrimaryStorage AddCephPrimaryStoragePool AddLocalPrimaryStorage AddMonToCephPrimaryStorage AddNfsPrimaryStorage AddSharedMountPointPrimaryStorage AddSimulatorPrimaryStorage ChangePrimaryStorageState CleanUpImageCacheOnPrimaryStorage CleanUpTrashOnPrimaryStorage DeleteCephPrimaryStoragePool DeletePrimaryStorage GetPrimaryStorageAllocatorStrategies GetPrimaryStorageCandidatesForVolumeMigration GetPrimaryStorageCapacity GetPrimaryStorageTypes GetTrashOnPrimaryStorage PrimaryStorageMigrateVolume QueryCephOsdGroup QueryCephPrimaryStorage QueryCephPrimaryStoragePool QueryImageCache ReconnectPrimaryStorage RemoveMonFromCephPrimaryStorage SyncPrimaryStorageCapacity UpdateCephPrimaryStorageMon UpdateCephPrimaryStoragePool UpdatePrimaryStorage',
  'volume-backups': 'SyncVolumeBackup',
  'web-hooks': 'CreateWebhook DeleteWebhook QueryWebhook UpdateWebhook',
  zones:
    'AttachBackupStorageToZone ChangeZoneState CreateZone DeleteZone DetachBackupStorageFromZone GetZone UpdateZone',
};

test('only admin may call what is for admin alone', () => {
  const declared: Record<string, string[]> = {};
  for (const { name, family, adminOnly } of allOperations()) {
    if (adminOnly) (declared[family] ??= []).push(name);
  }
  const names = Object.entries(OF_ADMIN).map(([family, text]) => [family, text.split(' ')]);
  expect(
    Object.fromEntries(Object.entries(declared).map(([family, all]) => [family, all.toSorted()])),
  ).toEqual(Object.fromEntries(names));
});

/** Rules of parameters of which no facts are known, beside those that the description says. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  CloneImage: ['imageUuid: Image, noOwnerCheck'],
  GetImageQga: ['uuid: Image'],
  SetImageQga: ['uuid: Image'],
  SetImageSecurityLevel: ['uuid: Image'],
  SyncImageFromImageStoreBackupStorage: [
    'uuid: Image',
    'srcBackupStorageUuid: BackupStorage',
    'dstBackupStorageUuid: BackupStorage',
    'name: emptyString false',
  ],
  ChangeAccessKeyState: ['uuid: AccessKey'],
  CreateAccessKey: [
    'accountUuid: Account',
    'AccessKeyID: minLength 10',
    'AccessKeySecret: minLength 10',
  ],
  DeleteAccessKey: ['uuid: AccessKey, mayBeMissing'],
  AddImageStoreBackupStorage: [
    'hostname: emptyString false',
    'sshPort: from 1 to 65535',
    'url: emptyString false',
  ],
  BackupStorageMigrateImage: [
    'imageUuid: Image',
    'srcBackupStorageUuid: BackupStorage',
    'dstBackupStorageUuid: BackupStorage',
  ],
  GetBackupStorageCandidatesForImageMigration: ['srcBackupStorageUuid: BackupStorage'],
  GetImagesFromImageStoreBackupStorage: ['uuid: BackupStorage'],
  ReclaimSpaceFromImageStore: ['uuid: BackupStorage'],
  ReconnectImageStoreBackupStorage: ['uuid: BackupStorage'],
  RecoveryImageFromImageStoreBackupStorage: [
    'uuid: Image',
    'srcBackupStorageUuid: BackupStorage',
    'dstBackupStorageUuid: BackupStorage',
    'name: emptyString false',
  ],
  SetImageStoreBackupStorageQuota: [
    'uuids: BackupStorage',
    'maxCapacity: from 0 to 9007199254740991',
  ],
  SyncImage: ['imageStoreUuid: ImageStoreBackupStorage'],
  UpdateImageStoreBackupStorage: ['uuid: BackupStorage', 'sshPort: from 1 to 65535'],
  CreateImageGroupFromImage: ['rootVolumeTemplateUuid: Image', 'dataVolumeTemplateUuids: Image'],
  CreateImageGroupFromSnapshot: [
    'rootVolumeSnapshotUuid: VolumeSnapshot',
    'dataVolumeSnapshotUuids: VolumeSnapshot',
  ],
  CreateImageGroupFromVmInstance: ['vmInstanceUuid: VmInstance'],
  ExpungeImageGroup: ['uuid: ImageGroup'],
  AddBackupStoragesToReplicationGroup: [
    'replicationGroupUuid: ImageReplicationGroup',
    'backupStorageUuids: nonempty, BackupStorage',
  ],
  DeleteImageReplicationGroup: ['uuid: ImageReplicationGroup, mayBeMissing'],
  CreateVmInstanceFromOvf: ['backupStorageUuid: BackupStorage'],
  DeleteImagePackage: ['uuid: ImagePackage'],
  UpdateImagePackage: ['uuid: ImagePackage'],
  GetPrimaryStorageCandidatesForVolumeMigration: ['volumeUuid: Volume'],
  PrimaryStorageMigrateVolume: ['volumeUuid: Volume', 'dstPrimaryStorageUuid: PrimaryStorage'],
  AttachTagToResources: ['tagUuid: TagPattern', 'resourceUuids: nonempty, Resource'],
  DetachTagFromResources: ['tagUuid: TagPattern', 'resourceUuids: nonempty'],
  UpdateTag: ['uuid: TagPattern'],
  AttachGuestToolsIsoToVm: ['uuid: VmInstance'],
  ChangeVmImage: ['vmInstanceUuid: VmInstance', 'imageUuid: Image'],
  GetImageCandidatesForVmToChange: ['vmInstanceUuid: VmInstance'],
  GetVmGuestToolsInfo: ['uuid: VmInstance'],
  CreateDataVolumeTemplateFromVolumeBackup: [
    'backupUuid: VolumeBackup',
    'backupStorageUuid: BackupStorage',
  ],
  CreateRootVolumeTemplateFromVolumeBackup: [
    'backupUuid: VolumeBackup',
    'backupStorageUuid: BackupStorage',
  ],
  CreateVolumeBackup: [
    'volumeUuid: Volume',
    'backupStorageUuid: BackupStorage',
    'volumeReadBandwidth: from 1024 to 9223372036854776000, in Bps and Bps',
    'volumeWriteBandwidth: from 1024 to 9223372036854776000, in Bps and Bps',
    'networkReadBandwidth: from 1024 to 9223372036854776000, in Bps and Bps',
    'networkWriteBandwidth: from 1024 to 9223372036854776000, in Bps and Bps',
  ],
  DeleteVolumeBackup: ['uuid: VolumeBackup', 'backupStorageUuids: nonempty, BackupStorage'],
  RevertVolumeFromVolumeBackup: ['uuid: VolumeBackup', 'backupStorageUuid: BackupStorage'],
  SyncVolumeBackup: ['imageStoreUuid: ImageStoreBackupStorage'],
  GetMemorySnapshotGroupReference: ['resourceUuid: Resource'],
  CreateVolumesSnapshot: ['volumeUuids: nonempty, Volume'],
  DeleteVolumeQos: ['uuid: Volume'],
  GetVolumeQos: ['uuid: Volume'],
  ResizeDataVolume: ['uuid: Volume'],
  ResizeRootVolume: ['uuid: Volume', 'vmInstanceUuid: VmInstance'],
  SetVolumeQos: [
    'uuid: Volume',
    'volumeBandwidth: from 1024 to 9223372036854776000',
    'readBandwidth: from 1024 to 9223372036854776000',
    'writeBandwidth: from 1024 to 9223372036854776000',
    'totalBandwidth: from 1024 to 9223372036854776000',
    'readIOPS: from 1 to 9223372036854776000',
    'writeIOPS: from 1 to 9223372036854776000',
    'totalIOPS: from 1 to 9223372036854776000',
  ],
  ValidateVolumeSnapshotChain: ['uuid: Volume'],
};

/** Rules that the description says, or that nothing reads when a call is answered. */
const SAID = new Set(['description', 'required', 'maxLength', 'validValues', 'checkAccount']);

const WORDS: Readonly<Partial<Record<keyof ParamRules, (value: never) => string>>> = {
  resourceType: (type: string) => type,
  numberRange: ([least, most]: readonly number[]) => `from ${least} to ${most}`,
  numberRangeUnit: (units: readonly string[]) => `in ${units.join(' and ')}`,
};

const wordsOf = (rules: ParamRules) =>
  (Object.entries(rules) as [keyof ParamRules, never][])
    .filter(([rule]) => !SAID.has(rule))
    .map(([rule, value]) => {
      const said = WORDS[rule]?.(value);
      return said ?? (value === true ? rule : `${rule} ${String(value)}`);
    })
    .join(', ');

test('parameters of closed operations keep their rules', () => {
  const facts = readFacts();
  const closed = allOperations().filter(({ name }) => !facts.operations.has(name));
  const declared = closed.map(({ name, params }) => [
    name,
    Object.entries(params)
      .map(([param, { rules }]) => `${param}: ${wordsOf(rules)}`)
      .filter((said) => !said.endsWith(': ') && said !== 'tagUuids: TagPattern'),
  ]);
  expect(Object.fromEntries(declared.filter(([, said]) => said?.length !== 0))).toEqual(CLOSED);
});
