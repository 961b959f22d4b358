import type { AccessKeyRepository } from './account/access-key.js';
import type {
  AccountRepository,
  QuotaRepository,
  SessionRepository,
  SharingRepository,
} from './account/account.js';
import type { BackupStorageRepository } from './backup-storage/backup-storage.js';
import type { CephMonRepository, CephPoolRepository } from './ceph/ceph.js';
import type { ClusterRepository } from './cluster/cluster.js';
import type { HostRepository } from './host/host.js';
import type { L2NetworkRepository } from './network/l2-network.js';
import type {
  IpRangeRepository,
  L3NetworkRepository,
  ReservedIpRangeRepository,
  UsedIpRepository,
} from './network/l3-network.js';
import type { EipRepository } from './network/eip.js';
import type { VipRepository } from './network/vip.js';
import type { VmNicRepository } from './network/vm-nic.js';
import type { DiskOfferingRepository, InstanceOfferingRepository } from './offering/offering.js';
import type { BlobRepository } from './blob.js';
import type { EventRepository } from './event/event.js';
import type { FaultRepository } from './fault/fault.js';
import type { GarbageJobRepository } from './garbage/garbage.js';
import type { LongJobRepository } from './long-job/long-job.js';
import type { TaskProgressRepository } from './long-job/task-progress.js';
import type { GlobalConfigRepository, ResourceConfigRepository } from './global-config.js';
import type { ImageRepository } from './image/image.js';
import type { UnclaimedImageRepository } from './image/unclaimed-image.js';
import type { ImageCacheRepository } from './image-cache/image-cache.js';
import type { JobRepository } from './job/job.js';
import type { PrimaryStorageRepository } from './primary-storage/primary-storage.js';
import type { ReplicationGroupRepository } from './replication-group/replication-group.js';
import type { SshKeyPairRepository } from './ssh-key-pair/ssh-key-pair.js';
import type { SecurityGroupRepository } from './security-group/security-group.js';
import type { TagPatternRepository } from './tag/tag-pattern.js';
import type { TagRepository } from './tag/tag.js';
import type { TaskRepository } from './task/task.js';
import type { TrashRepository } from './trash/trash.js';
import type { UploadRepository } from './upload/upload.js';
import type { ImageGroupRepository } from './image-group/image-group.js';
import type { ImagePackageRepository } from './image-package/image-package.js';
import type { UrlHintRepository } from './image/url-hints.js';
import type { PolicyRepository, UserGroupRepository, UserRepository } from './user/user.js';
import type { VmInstanceRepository } from './vm-instance/vm-instance.js';
import type { VolumeRepository } from './volume/volume.js';
import type { VolumeBackupRepository } from './volume-backup/volume-backup.js';
import type { VolumeSnapshotGroupRepository } from './volume-snapshot/volume-snapshot-group.js';
import type { VolumeSnapshotRepository } from './volume-snapshot/volume-snapshot.js';
import type { WebhookRepository } from './webhook/webhook.js';
import type { ZoneRepository } from './zone/zone.js';

/** Everything of one world that is kept, behind interfaces: services never see the database. */
export interface Repositories {
  readonly events: EventRepository;
  readonly zones: ZoneRepository;
  readonly clusters: ClusterRepository;
  readonly hosts: HostRepository;
  readonly instanceOfferings: InstanceOfferingRepository;
  readonly diskOfferings: DiskOfferingRepository;
  readonly l2Networks: L2NetworkRepository;
  readonly l3Networks: L3NetworkRepository;
  readonly ipRanges: IpRangeRepository;
  readonly reservedIpRanges: ReservedIpRangeRepository;
  readonly usedIps: UsedIpRepository;
  readonly vmNics: VmNicRepository;
  readonly vips: VipRepository;
  readonly eips: EipRepository;
  readonly cephPrimaryStorageMons: CephMonRepository;
  readonly cephBackupStorageMons: CephMonRepository;
  readonly cephPools: CephPoolRepository;
  readonly primaryStorages: PrimaryStorageRepository;
  readonly backupStorages: BackupStorageRepository;
  readonly sshKeyPairs: SshKeyPairRepository;
  readonly vmInstances: VmInstanceRepository;
  readonly volumes: VolumeRepository;
  readonly volumeSnapshots: VolumeSnapshotRepository;
  readonly volumeBackups: VolumeBackupRepository;
  readonly volumeSnapshotGroups: VolumeSnapshotGroupRepository;
  readonly imagePackages: ImagePackageRepository;
  readonly images: ImageRepository;
  readonly imageGroups: ImageGroupRepository;
  readonly replicationGroups: ReplicationGroupRepository;
  readonly unclaimedImages: UnclaimedImageRepository;
  readonly imageCaches: ImageCacheRepository;
  readonly trash: TrashRepository;
  readonly garbage: GarbageJobRepository;
  readonly uploads: UploadRepository;
  readonly blobs: BlobRepository;
  readonly urlHints: UrlHintRepository;
  readonly faults: FaultRepository;
  readonly globalConfig: GlobalConfigRepository;
  readonly accounts: AccountRepository;
  readonly sharing: SharingRepository;
  readonly quotas: QuotaRepository;
  readonly accessKeys: AccessKeyRepository;
  readonly users: UserRepository;
  readonly userGroups: UserGroupRepository;
  readonly policies: PolicyRepository;
  readonly webhooks: WebhookRepository;
  readonly securityGroups: SecurityGroupRepository;
  readonly longJobs: LongJobRepository;
  readonly taskProgresses: TaskProgressRepository;
  readonly resourceConfigs: ResourceConfigRepository;
  readonly sessions: SessionRepository;
  readonly tags: TagRepository;
  readonly tagPatterns: TagPatternRepository;
  readonly jobs: JobRepository;
  readonly tasks: TaskRepository;
}
