import type { Queryable } from '../query/queryable.js';
import type { AccessKey } from './account/access-key.js';
import type { Account, AccountResourceRef, Quota, SharedResource } from './account/account.js';
import type { GarbageJob } from './garbage/garbage.js';
import type { GlobalConfigEntry, ResourceConfig } from './global-config.js';
import type { LongJob } from './long-job/long-job.js';
import type { ManagementNode } from './management-node.js';
import type {
  SecurityGroupRule,
  SecurityGroupWithParts,
  VmNicSecurityGroupRef,
  VmNicSecurityPolicy,
} from './security-group/security-group.js';
import type { Policy, User, UserGroup } from './user/user.js';
import type { Webhook } from './webhook/webhook.js';
import type { TagPattern } from './tag/tag-pattern.js';
import type { SystemTag, UserTag } from './tag/tag.js';
import type { BackupStorage } from './backup-storage/backup-storage.js';
import type { CephMon, CephOsdGroup, CephPool } from './ceph/ceph.js';
import type { Cluster } from './cluster/cluster.js';
import type { DiskOffering, InstanceOffering } from './offering/offering.js';
import type { L2NetworkWithClusters } from './network/l2-network.js';
import type {
  IpRange,
  L3NetworkWithParts,
  NetworkServiceRef,
  ReservedIpRange,
  UsedIp,
} from './network/l3-network.js';
import type { ProviderWithNetworks } from './network/service-provider.js';
import type { Eip } from './network/eip.js';
import type { VipInUse } from './network/vip.js';
import type { VmNicWithIps } from './network/vm-nic.js';
import type { HostWithUse } from './host/host.js';
import type { LocalStorageResourceRef } from './primary-storage/local-storage-resource-ref.js';
import type { Image, ImageBackupStorageRef } from './image/image.js';
import type { ImageCache } from './image-cache/image-cache.js';
import type { ImageGroup, ImageGroupRef } from './image-group/image-group.js';
import type { PrimaryStorage } from './primary-storage/primary-storage.js';
import type { ImagePackage } from './image-package/image-package.js';
import type {
  ReplicationGroup,
  ReplicationGroupRef,
} from './replication-group/replication-group.js';
import type { SshKeyPair } from './ssh-key-pair/ssh-key-pair.js';
import type { VmCdRom, VmInstance } from './vm-instance/vm-instance.js';
import type { Volume } from './volume/volume.js';
import type { VolumeBackup, VolumeBackupRef } from './volume-backup/volume-backup.js';
import type { VolumeSnapshot, VolumeSnapshotTree } from './volume-snapshot/volume-snapshot.js';
import type {
  VolumeSnapshotGroup,
  VolumeSnapshotGroupRef,
} from './volume-snapshot/volume-snapshot-group.js';
import type { Zone } from './zone/zone.js';

/** A backup storage with the zones that it is attached to, and its monitors. */
export type BackupStorageRow = BackupStorage & {
  readonly zoneUuids: string[];
  readonly mons: readonly CephMon[];
};
/** A primary storage with the clusters that it is attached to, its monitors and its pools. */
export type PrimaryStorageRow = PrimaryStorage & {
  readonly clusterUuids: string[];
  readonly mons: readonly CephMon[];
  readonly pools: readonly CephPool[];
};

/** A user tag with the pattern that it was made of. */
export type UserTagRow = UserTag & { readonly tagPattern: TagPattern | null };

/** Everything of one world that the query APIs read, each row with the rows that its inventory holds. */
export interface InventoryQueries {
  readonly zones: Queryable<Zone>;
  readonly clusters: Queryable<Cluster>;
  readonly hosts: Queryable<HostWithUse>;
  readonly kvmHosts: Queryable<HostWithUse>;
  readonly cephPools: Queryable<CephPool & { readonly storage: PrimaryStorage }>;
  readonly cephOsdGroups: Queryable<CephOsdGroup>;
  readonly localStorageResourceRefs: Queryable<LocalStorageResourceRef>;
  readonly primaryStorages: Queryable<PrimaryStorageRow>;
  readonly cephPrimaryStorages: Queryable<PrimaryStorageRow>;
  readonly imageCaches: Queryable<ImageCache>;
  /** A number that differs after every change of any row. */
  changes(): number;
  /**
   * Does what one request asks within the time that the operator gives it. Where that is not enough because sums
   * of made-up bytes are missing, these are made in pieces, and it is done again: later, as a promise tells.
   * @throws SYS.1007 when the time is over
   */
  inTime<T>(work: (checkTime: () => void) => T): T | Promise<T>;
  /** Ends work that is done in time when that is over. */
  checkTime(): void;
  readonly backupStorages: Queryable<BackupStorageRow>;
  readonly sftpBackupStorages: Queryable<BackupStorageRow>;
  readonly cephBackupStorages: Queryable<BackupStorageRow>;
  readonly imageStoreBackupStorages: Queryable<BackupStorageRow>;
  readonly vmCdRoms: Queryable<VmCdRom>;
  readonly vmInstances: Queryable<
    VmInstance & {
      readonly volumes: Volume[];
      readonly cdRoms: VmCdRom[];
      readonly nics: readonly VmNicWithIps[];
    }
  >;
  readonly instanceOfferings: Queryable<InstanceOffering>;
  readonly diskOfferings: Queryable<DiskOffering>;
  readonly l2Networks: Queryable<L2NetworkWithClusters>;
  readonly l2VlanNetworks: Queryable<L2NetworkWithClusters>;
  readonly l3Networks: Queryable<L3NetworkWithParts>;
  readonly networkServiceRefs: Queryable<NetworkServiceRef>;
  readonly networkServiceProviders: Queryable<ProviderWithNetworks>;
  readonly ipRanges: Queryable<IpRange>;
  readonly addressPools: Queryable<IpRange>;
  readonly reservedIpRanges: Queryable<ReservedIpRange>;
  readonly usedIps: Queryable<UsedIp>;
  readonly vmNics: Queryable<VmNicWithIps>;
  readonly vips: Queryable<VipInUse>;
  readonly eips: Queryable<Eip>;
  readonly volumes: Queryable<Volume>;
  readonly volumeSnapshots: Queryable<VolumeSnapshot>;
  readonly volumeSnapshotTrees: Queryable<
    VolumeSnapshotTree & { readonly snapshots: VolumeSnapshot[] }
  >;
  readonly imageGroups: Queryable<ImageGroup>;
  readonly imageGroupRefs: Queryable<ImageGroupRef>;
  readonly imagePackages: Queryable<ImagePackage>;
  readonly imageReplicationGroups: Queryable<
    ReplicationGroup & { readonly refs: ReplicationGroupRef[] }
  >;
  readonly volumeBackups: Queryable<VolumeBackup & { readonly refs: VolumeBackupRef[] }>;
  readonly volumeSnapshotGroups: Queryable<
    VolumeSnapshotGroup & { readonly refs: VolumeSnapshotGroupRef[] }
  >;
  readonly images: Queryable<Image & { readonly refs: ImageBackupStorageRef[] }>;
  readonly accounts: Queryable<Account>;
  readonly accountResourceRefs: Queryable<AccountResourceRef>;
  readonly sharedResources: Queryable<SharedResource>;
  readonly quotas: Queryable<Quota>;
  readonly accessKeys: Queryable<AccessKey>;
  readonly users: Queryable<User>;
  readonly userGroups: Queryable<UserGroup>;
  readonly policies: Queryable<Policy>;
  readonly managementNodes: Queryable<ManagementNode>;
  readonly garbageJobs: Queryable<GarbageJob>;
  readonly webhooks: Queryable<Webhook>;
  readonly securityGroups: Queryable<SecurityGroupWithParts>;
  readonly securityGroupRules: Queryable<SecurityGroupRule>;
  readonly vmNicSecurityGroupRefs: Queryable<VmNicSecurityGroupRef>;
  readonly vmNicSecurityPolicies: Queryable<VmNicSecurityPolicy>;
  readonly systemTags: Queryable<SystemTag>;
  readonly userTags: Queryable<UserTagRow>;
  readonly tagPatterns: Queryable<TagPattern>;
  readonly sshKeyPairs: Queryable<SshKeyPair>;
  readonly longJobs: Queryable<LongJob>;
  readonly globalConfigs: Queryable<
    Omit<GlobalConfigEntry, 'validate' | 'options'> & {
      readonly id: number;
      readonly value: string;
    }
  >;
  readonly resourceConfigs: Queryable<ResourceConfig>;
}
