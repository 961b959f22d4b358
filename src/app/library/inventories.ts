import type {
  toAccessKeyInventory,
  toAccountInventory,
  toAccountResourceRefInventory,
  toQuotaInventory,
  toSharedResourceInventory,
} from '../../contract/inventories/account-inventory.js';
import type {
  toBackupStorageInventory,
  toCephBackupStorageInventory,
  toImageServerInventory,
} from '../../contract/inventories/backup-storage-inventory.js';
import type {
  toCephOsdGroupInventory,
  toCephPrimaryStoragePoolInventory,
} from '../../contract/inventories/ceph-inventory.js';
import type { toLocalStorageResourceRefInventory } from '../../contract/inventories/local-storage-resource-ref-inventory.js';
import type { toClusterInventory } from '../../contract/inventories/cluster-inventory.js';
import type { toAnyHostInventory } from '../../contract/inventories/host-inventory.js';
import type { toGlobalConfigInventory } from '../../contract/inventories/global-config-inventory.js';
import type { toImageCacheInventory } from '../../contract/inventories/image-cache-inventory.js';
import type { toImageInventory } from '../../contract/inventories/image-inventory.js';
import type { toSshKeyPairInventory } from '../../contract/inventories/ssh-key-pair-inventory.js';
import type { toLongJobInventory } from '../../contract/inventories/long-job-inventory.js';
import type {
  toCephPrimaryStorageInventory,
  toPrimaryStorageInventory,
} from '../../contract/inventories/primary-storage-inventory.js';
import type { toResourceConfigInventory } from '../../contract/inventories/resource-config-inventory.js';
import type {
  toSystemTagInventory,
  toTagPatternInventory,
  toUserTagInventory,
} from '../../contract/inventories/tag-inventory.js';
import type { toGarbageInventory } from '../../contract/inventories/garbage-inventory.js';
import type { toManagementNodeInventory } from '../../contract/inventories/management-inventory.js';
import type {
  toSecurityGroupInventory,
  toSecurityGroupRuleInventory,
  toVmNicSecurityGroupRefInventory,
  toVmNicSecurityPolicyInventory,
} from '../../contract/inventories/security-group-inventory.js';
import type {
  toPolicyInventory,
  toUserGroupInventory,
  toUserInventory,
} from '../../contract/inventories/user-inventory.js';
import type { toEipInventory, toVipInventory } from '../../contract/inventories/vip-inventory.js';
import type { toWebhookInventory } from '../../contract/inventories/webhook-inventory.js';
import type {
  toDiskOfferingInventory,
  toInstanceOfferingInventory,
} from '../../contract/inventories/offering-inventory.js';
import type {
  toAnyL2NetworkInventory,
  toL2VlanNetworkInventory,
} from '../../contract/inventories/l2-network-inventory.js';
import type {
  toIpRangeInventory,
  toNetworkServiceProviderInventory,
  toNetworkServiceRefInventory,
  toTypedIpRangeInventory,
  toL3NetworkInventory,
  toUsedIpInventory,
} from '../../contract/inventories/l3-network-inventory.js';
import type { toVmNicInventory } from '../../contract/inventories/vm-nic-inventory.js';
import type {
  toVmCdRomInventory,
  toVmInstanceInventory,
} from '../../contract/inventories/vm-instance-inventory.js';
import type {
  toImageGroupInventory,
  toImageGroupRefInventory,
} from '../../contract/inventories/image-group-inventory.js';
import type { toVolumeInventory } from '../../contract/inventories/volume-inventory.js';
import type { toImagePackageInventory } from '../../contract/inventories/image-package-inventory.js';
import type { toReplicationGroupInventory } from '../../contract/inventories/replication-group-inventory.js';
import type { toVolumeBackupInventory } from '../../contract/inventories/volume-backup-inventory.js';
import type { toVolumeSnapshotGroupInventory } from '../../contract/inventories/volume-snapshot-group-inventory.js';
import type {
  toVolumeSnapshotInventory,
  toVolumeSnapshotTreeInventory,
} from '../../contract/inventories/volume-snapshot-inventory.js';
import type { toZoneInventory } from '../../contract/inventories/zone-inventory.js';

export type ZoneInventory = ReturnType<typeof toZoneInventory>;
export type ClusterInventory = ReturnType<typeof toClusterInventory>;
export type HostInventory = ReturnType<typeof toAnyHostInventory>;
export type PrimaryStorageInventory = ReturnType<typeof toPrimaryStorageInventory>;
export type CephPrimaryStorageInventory = ReturnType<typeof toCephPrimaryStorageInventory>;
export type CephPrimaryStoragePoolInventory = ReturnType<typeof toCephPrimaryStoragePoolInventory>;
export type LocalStorageResourceRefInventory = ReturnType<
  typeof toLocalStorageResourceRefInventory
>;
export type ImageCacheInventory = ReturnType<typeof toImageCacheInventory>;
export type BackupStorageInventory = ReturnType<typeof toBackupStorageInventory>;
/** Of an Sftp or ImageStore backup storage: with its address. */
export type ImageServerInventory = ReturnType<typeof toImageServerInventory>;
export type CephOsdGroupInventory = ReturnType<typeof toCephOsdGroupInventory>;
export type CephBackupStorageInventory = ReturnType<typeof toCephBackupStorageInventory>;
export type VmInstanceInventory = ReturnType<typeof toVmInstanceInventory>;
export type VmNicInventory = ReturnType<typeof toVmNicInventory>;
export type InstanceOfferingInventory = ReturnType<typeof toInstanceOfferingInventory>;
export type DiskOfferingInventory = ReturnType<typeof toDiskOfferingInventory>;
/** With its VLAN, where it is on one. */
export type L2VlanNetworkInventory = ReturnType<typeof toL2VlanNetworkInventory>;
export type AddressPoolInventory = ReturnType<typeof toTypedIpRangeInventory>;
export type NetworkServiceRefInventory = ReturnType<typeof toNetworkServiceRefInventory>;
export type NetworkServiceProviderInventory = ReturnType<typeof toNetworkServiceProviderInventory>;
export type L2NetworkInventory = ReturnType<typeof toAnyL2NetworkInventory>;
export type L3NetworkInventory = ReturnType<typeof toL3NetworkInventory>;
export type IpRangeInventory = ReturnType<typeof toIpRangeInventory>;
export type UsedIpInventory = ReturnType<typeof toUsedIpInventory>;
export type VolumeInventory = ReturnType<typeof toVolumeInventory>;
export type VolumeSnapshotInventory = ReturnType<typeof toVolumeSnapshotInventory>;
export type ImageGroupInventory = ReturnType<typeof toImageGroupInventory>;
export type ImageGroupRefInventory = ReturnType<typeof toImageGroupRefInventory>;
export type ImagePackageInventory = ReturnType<typeof toImagePackageInventory>;
export type ImageReplicationGroupInventory = ReturnType<typeof toReplicationGroupInventory>;
export type VolumeBackupInventory = ReturnType<typeof toVolumeBackupInventory>;
export type VolumeSnapshotGroupInventory = ReturnType<typeof toVolumeSnapshotGroupInventory>;
export type VolumeSnapshotTreeInventory = ReturnType<typeof toVolumeSnapshotTreeInventory>;
export type ImageInventory = ReturnType<typeof toImageInventory>;
export type AccountInventory = ReturnType<typeof toAccountInventory>;
export type AccountResourceRefInventory = ReturnType<typeof toAccountResourceRefInventory>;
export type SharedResourceInventory = ReturnType<typeof toSharedResourceInventory>;
export type QuotaInventory = ReturnType<typeof toQuotaInventory>;
export type AccessKeyInventory = ReturnType<typeof toAccessKeyInventory>;
export type UserInventory = ReturnType<typeof toUserInventory>;
export type UserGroupInventory = ReturnType<typeof toUserGroupInventory>;
export type PolicyInventory = ReturnType<typeof toPolicyInventory>;
export type ManagementNodeInventory = ReturnType<typeof toManagementNodeInventory>;
export type GarbageInventory = ReturnType<typeof toGarbageInventory>;
export type WebhookInventory = ReturnType<typeof toWebhookInventory>;
export type VipInventory = ReturnType<typeof toVipInventory>;
export type EipInventory = ReturnType<typeof toEipInventory>;
export type SecurityGroupInventory = ReturnType<typeof toSecurityGroupInventory>;
export type SecurityGroupRuleInventory = ReturnType<typeof toSecurityGroupRuleInventory>;
export type VmNicSecurityGroupRefInventory = ReturnType<typeof toVmNicSecurityGroupRefInventory>;
export type VmNicSecurityPolicyInventory = ReturnType<typeof toVmNicSecurityPolicyInventory>;
export type SystemTagInventory = ReturnType<typeof toSystemTagInventory>;
export type TagPatternInventory = ReturnType<typeof toTagPatternInventory>;
export type UserTagInventory = ReturnType<typeof toUserTagInventory>;
export type VmCdRomInventory = ReturnType<typeof toVmCdRomInventory>;
export type SshKeyPairInventory = ReturnType<typeof toSshKeyPairInventory>;
export type LongJobInventory = ReturnType<typeof toLongJobInventory>;
export type GlobalConfigInventory = ReturnType<typeof toGlobalConfigInventory>;
export type ResourceConfigInventory = ReturnType<typeof toResourceConfigInventory>;

/** Every kind of resource that a world can be asked for, and its inventory as the image API answers it. */
export interface Inventories {
  readonly zones: ZoneInventory;
  readonly clusters: ClusterInventory;
  readonly hosts: HostInventory;
  readonly primaryStorages: PrimaryStorageInventory;
  readonly cephPrimaryStorages: CephPrimaryStorageInventory;
  readonly cephPools: CephPrimaryStoragePoolInventory;
  readonly cephOsdGroups: CephOsdGroupInventory;
  readonly localStorageResourceRefs: LocalStorageResourceRefInventory;
  readonly imageCaches: ImageCacheInventory;
  readonly backupStorages: BackupStorageInventory;
  readonly sftpBackupStorages: ImageServerInventory;
  readonly cephBackupStorages: CephBackupStorageInventory;
  readonly imageStoreBackupStorages: ImageServerInventory;
  readonly vmInstances: VmInstanceInventory;
  readonly vmNics: VmNicInventory;
  readonly instanceOfferings: InstanceOfferingInventory;
  readonly diskOfferings: DiskOfferingInventory;
  readonly l2Networks: L2NetworkInventory;
  readonly l2VlanNetworks: L2VlanNetworkInventory;
  readonly l3Networks: L3NetworkInventory;
  readonly addressPools: AddressPoolInventory;
  readonly networkServiceRefs: NetworkServiceRefInventory;
  readonly networkServiceProviders: NetworkServiceProviderInventory;
  readonly ipRanges: IpRangeInventory;
  readonly usedIps: UsedIpInventory;
  readonly volumes: VolumeInventory;
  readonly volumeSnapshots: VolumeSnapshotInventory;
  readonly imagePackages: ImagePackageInventory;
  readonly imageReplicationGroups: ImageReplicationGroupInventory;
  readonly volumeBackups: VolumeBackupInventory;
  readonly volumeSnapshotGroups: VolumeSnapshotGroupInventory;
  readonly volumeSnapshotTrees: VolumeSnapshotTreeInventory;
  readonly images: ImageInventory;
  readonly imageGroups: ImageGroupInventory;
  readonly imageGroupRefs: ImageGroupRefInventory;
  readonly accounts: AccountInventory;
  readonly accountResourceRefs: AccountResourceRefInventory;
  readonly sharedResources: SharedResourceInventory;
  readonly quotas: QuotaInventory;
  readonly accessKeys: AccessKeyInventory;
  readonly users: UserInventory;
  readonly userGroups: UserGroupInventory;
  readonly policies: PolicyInventory;
  readonly managementNodes: ManagementNodeInventory;
  readonly garbageJobs: GarbageInventory;
  readonly webhooks: WebhookInventory;
  readonly vips: VipInventory;
  readonly eips: EipInventory;
  readonly securityGroups: SecurityGroupInventory;
  readonly securityGroupRules: SecurityGroupRuleInventory;
  readonly vmNicSecurityGroupRefs: VmNicSecurityGroupRefInventory;
  readonly vmNicSecurityPolicies: VmNicSecurityPolicyInventory;
  readonly systemTags: SystemTagInventory;
  readonly userTags: UserTagInventory;
  readonly tagPatterns: TagPatternInventory;
  readonly vmCdRoms: VmCdRomInventory;
  readonly sshKeyPairs: SshKeyPairInventory;
  readonly longJobs: LongJobInventory;
  readonly globalConfigs: GlobalConfigInventory;
  readonly resourceConfigs: ResourceConfigInventory;
}
