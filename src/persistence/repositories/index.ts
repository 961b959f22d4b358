import type { Clock } from '../../core/clock.js';
import type { Causes } from '../../domain/event/causes.js';
import type { Repositories } from '../../domain/repositories.js';
import type { Database } from '../database.js';
import type { DeferredWrites } from '../deferred-writes.js';
import type { RowCache } from '../row-cache.js';
import {
  createAccessKeyRepository,
  createAccountRepository,
  createSessionRepository,
  createSharingRepository,
} from './accounts.js';
import { createQuotaRepository } from './quotas.js';
import { createBackupStorageRepository } from './backup-storages.js';
import {
  createBlobRepository,
  createGlobalConfigRepository,
  createResourceConfigRepository,
  createUploadRepository,
  createUrlHintRepository,
} from './contents.js';
import { createEventRepository } from './events.js';
import { createFaultRepository } from './faults.js';
import { createImageRepository } from './images.js';
import { createImageGroupRepository } from './image-groups.js';
import { createJobRepository, createTaskRepository } from './jobs.js';
import {
  createGarbageJobRepository,
  createImageCacheRepository,
  createTrashRepository,
} from './leftovers.js';
import { createLongJobRepository, createTaskProgressRepository } from './long-jobs.js';
import { createCephMonRepository, createCephPoolRepository } from './ceph.js';
import { createClusterRepository, createHostRepository } from './clusters.js';
import {
  createIpRangeRepository,
  createL2NetworkRepository,
  createL3NetworkRepository,
  createReservedIpRangeRepository,
  createUsedIpRepository,
} from './networks.js';
import { createDiskOfferingRepository, createInstanceOfferingRepository } from './offerings.js';
import { createPrimaryStorageRepository } from './primary-storages.js';
import { createReplicationGroupRepository } from './replication-groups.js';
import { createSshKeyPairRepository } from './ssh-key-pairs.js';
import { createSecurityGroupRepository } from './security-groups.js';
import { createTagPatternRepository } from './tag-patterns.js';
import { createTagRepository } from './tags.js';
import { createUnclaimedImageRepository } from './unclaimed-images.js';
import {
  createPolicyRepository,
  createUserGroupRepository,
  createUserRepository,
} from './users.js';
import { UnsavedImage } from './unsaved-image.js';
import { UnsavedJob } from './unsaved-job.js';
import { createVmInstanceRepository } from './vm-instances.js';
import { createEipRepository, createVipRepository } from './vips.js';
import { createVmNicRepository } from './vm-nics.js';
import { createImagePackageRepository } from './image-packages.js';
import { createVolumeBackupRepository } from './volume-backups.js';
import { createVolumeSnapshotGroupRepository } from './volume-snapshot-groups.js';
import { createVolumeSnapshotRepository } from './volume-snapshots.js';
import { createVolumeRepository } from './volumes.js';
import { createWebhookRepository } from './webhooks.js';
import { withEvents, withJobEvents, withRefEvents } from './with-events.js';
import { createZoneRepository } from './zones.js';

/** All repositories of one world, on its database. */
export function createRepositories(
  database: Database,
  rows: RowCache,
  causes: Causes,
  clock: Clock,
  deferred: DeferredWrites,
): Repositories {
  const unsaved = new UnsavedJob(database);
  deferred.add(unsaved);
  const events = createEventRepository(database, causes, deferred);
  const now = () => clock.now();
  const recording = <R>(repository: R, type: string) => withEvents(repository, type, events, now);
  const images = recording(
    createImageRepository(database, rows, new UnsavedImage(database, deferred, rows)),
    'Image',
  );
  return {
    events,
    zones: recording(createZoneRepository(database, rows), 'Zone'),
    clusters: recording(createClusterRepository(database, rows), 'Cluster'),
    hosts: recording(createHostRepository(database, rows), 'Host'),
    cephPrimaryStorageMons: createCephMonRepository(database, 'primary'),
    cephBackupStorageMons: createCephMonRepository(database, 'backup'),
    cephPools: createCephPoolRepository(database),
    instanceOfferings: recording(
      createInstanceOfferingRepository(database, rows),
      'InstanceOffering',
    ),
    diskOfferings: recording(createDiskOfferingRepository(database, rows), 'DiskOffering'),
    l2Networks: createL2NetworkRepository(database, rows),
    l3Networks: recording(createL3NetworkRepository(database, rows), 'L3Network'),
    ipRanges: createIpRangeRepository(database, rows),
    reservedIpRanges: createReservedIpRangeRepository(database, rows),
    usedIps: createUsedIpRepository(database, rows),
    vmNics: recording(createVmNicRepository(database, rows), 'VmNic'),
    vips: recording(createVipRepository(database, rows), 'Vip'),
    eips: recording(createEipRepository(database, rows), 'Eip'),
    primaryStorages: recording(createPrimaryStorageRepository(database, rows), 'PrimaryStorage'),
    backupStorages: recording(
      createBackupStorageRepository(database, rows, unsaved),
      'BackupStorage',
    ),
    sshKeyPairs: createSshKeyPairRepository(database),
    vmInstances: recording(createVmInstanceRepository(database, rows), 'VmInstance'),
    volumes: recording(createVolumeRepository(database, rows), 'Volume'),
    imagePackages: recording(createImagePackageRepository(database), 'ImagePackage'),
    volumeBackups: recording(createVolumeBackupRepository(database), 'VolumeBackup'),
    volumeSnapshotGroups: createVolumeSnapshotGroupRepository(database),
    volumeSnapshots: recording(createVolumeSnapshotRepository(database), 'VolumeSnapshot'),
    images: withRefEvents(images, events, now),
    imageGroups: recording(createImageGroupRepository(database), 'ImageGroup'),
    replicationGroups: recording(
      createReplicationGroupRepository(database),
      'ImageReplicationGroup',
    ),
    unclaimedImages: createUnclaimedImageRepository(database),
    imageCaches: createImageCacheRepository(database),
    trash: createTrashRepository(database),
    garbage: createGarbageJobRepository(database),
    uploads: createUploadRepository(database, unsaved),
    blobs: createBlobRepository(database),
    urlHints: createUrlHintRepository(database, rows),
    faults: createFaultRepository(database, rows),
    globalConfig: createGlobalConfigRepository(database, rows),
    accounts: createAccountRepository(database, rows, now),
    sharing: createSharingRepository(database),
    quotas: createQuotaRepository(database),
    accessKeys: createAccessKeyRepository(database),
    users: createUserRepository(database),
    userGroups: createUserGroupRepository(database),
    policies: createPolicyRepository(database),
    webhooks: createWebhookRepository(database),
    securityGroups: recording(createSecurityGroupRepository(database), 'SecurityGroup'),
    longJobs: recording(createLongJobRepository(database, unsaved), 'LongJob'),
    taskProgresses: createTaskProgressRepository(database),
    resourceConfigs: createResourceConfigRepository(database, rows),
    sessions: createSessionRepository(database, rows),
    tags: createTagRepository(database, rows),
    tagPatterns: createTagPatternRepository(database),
    jobs: withJobEvents(createJobRepository(database, rows, unsaved), events),
    tasks: createTaskRepository(database, rows, unsaved),
  };
}
