import { CURRENT_RELEASE, type Release } from '../../../core/releases.js';
import type { QueryOperation } from '../../define-operation.js';
import { operationsAsOf } from '../../release/operations-as-of.js';
import { queryAccessKey } from '../accesskeys/query-access-key.js';
import { queryAccountResourceRef } from '../accounts/query-account-resource-ref.js';
import { queryAccount } from '../accounts/query-account.js';
import { queryQuota } from '../accounts/query-quota.js';
import { querySharedResource } from '../accounts/query-shared-resource.js';
import { queryBackupStorage } from '../backup-storage/query-backup-storage.js';
import { queryCephBackupStorage } from '../backup-storage/query-ceph-backup-storage.js';
import { queryImageStoreBackupStorage } from '../backup-storage/query-image-store-backup-storage.js';
import { querySftpBackupStorage } from '../backup-storage/query-sftp-backup-storage.js';
import { queryCluster } from '../clusters/query-cluster.js';
import { queryGlobalConfig } from '../global-configurations/query-global-config.js';
import { queryHost } from '../hosts/query-host.js';
import { queryImage } from '../images/query-image.js';
import { queryImageReplicationGroup } from '../image-replication-groups/query-image-replication-group.js';
import { queryLongJob } from '../longjobs/query-long-job.js';
import { queryCephOsdGroup } from '../primary-storage/query-ceph-osd-group.js';
import { queryCephPrimaryStoragePool } from '../primary-storage/query-ceph-primary-storage-pool.js';
import { queryLocalStorageResourceRef } from '../primary-storage/query-local-storage-resource-ref.js';
import { queryCephPrimaryStorage } from '../primary-storage/query-ceph-primary-storage.js';
import { queryImageCache } from '../primary-storage/query-image-cache.js';
import { queryPrimaryStorage } from '../primary-storage/query-primary-storage.js';
import { queryResourceConfig } from '../resource-configurations/query-resource-config.js';
import { querySshKeyPair } from '../ssh-key-pair/query-ssh-key-pair.js';
import { querySystemTag } from '../tags/query-system-tag.js';
import { queryTag } from '../tags/query-tag.js';
import { queryUserTag } from '../tags/query-user-tag.js';
import { queryVmCdRom } from '../vm-instances/query-vm-cd-rom.js';
import { queryGCJob } from '../gc-jobs/query-gc-job.js';
import { queryManagementNode } from '../management-nodes/query-management-node.js';
import { querySecurityGroupRule } from '../security-groups/query-security-group-rule.js';
import { querySecurityGroup } from '../security-groups/query-security-group.js';
import { queryVmNicSecurityPolicy } from '../security-groups/query-vm-nic-security-policy.js';
import { queryVmNicInSecurityGroup } from '../security-groups/query-vm-nic-in-security-group.js';
import { queryPolicy } from '../users/query-policy.js';
import { queryUserGroup } from '../users/query-user-group.js';
import { queryUser } from '../users/query-user.js';
import { queryWebhook } from '../webhooks/query-webhook.js';
import { queryVmInstance } from '../vm-instances/query-vm-instance.js';
import { queryImageGroupRef } from '../image-groups/query-image-group-ref.js';
import { queryImageGroup } from '../image-groups/query-image-group.js';
import { queryImagePackage } from '../ovf/query-image-package.js';
import { queryVolumeBackup } from '../volume-backups/query-volume-backup.js';
import { queryVolumeSnapshotGroup } from '../volume-snapshots/query-volume-snapshot-group.js';
import { queryVolumeSnapshotTree } from '../volume-snapshots/query-volume-snapshot-tree.js';
import { queryVolumeSnapshot } from '../volume-snapshots/query-volume-snapshot.js';
import { queryVolume } from '../volumes/query-volume.js';
import { queryZone } from '../zones/query-zone.js';
import { queryInstanceOffering } from '../instance-offerings/query-instance-offering.js';
import { queryDiskOffering } from '../disk-offerings/query-disk-offering.js';
import { queryL2Network } from '../l2-networks/query-l2-network.js';
import { queryL2VlanNetwork } from '../l2-networks/query-l2-vlan-network.js';
import { queryAddressPool } from '../l3-networks/query-address-pool.js';
import { queryIpAddress } from '../l3-networks/query-ip-address.js';
import { queryIpRange } from '../l3-networks/query-ip-range.js';
import { queryReservedIpRange } from '../l3-networks/query-reserved-ip-range.js';
import { queryL3Network } from '../l3-networks/query-l3-network.js';
import { queryNetworkServiceL3NetworkRef } from '../l3-networks/query-network-service-l3-network-ref.js';
import { queryNetworkServiceProvider } from '../l3-networks/query-network-service-provider.js';
import { queryEip } from '../eips/query-eip.js';
import { queryVip } from '../vips/query-vip.js';
import { queryVmNic } from '../nics/query-vm-nic.js';

/** The query APIs, whose inventories ZQL asks for by the names of their entities. */
export const QUERIES: readonly QueryOperation[] = [
  queryAccessKey,
  queryAccountResourceRef,
  queryAccount,
  queryQuota,
  querySharedResource,
  queryBackupStorage,
  queryCephBackupStorage,
  queryImageStoreBackupStorage,
  querySftpBackupStorage,
  queryCluster,
  queryHost,
  queryCephOsdGroup,
  queryCephPrimaryStoragePool,
  queryLocalStorageResourceRef,
  queryGlobalConfig,
  queryImage,
  queryImageReplicationGroup,
  queryLongJob,
  queryCephPrimaryStorage,
  queryImageCache,
  queryPrimaryStorage,
  queryResourceConfig,
  querySshKeyPair,
  querySystemTag,
  queryTag,
  queryUserTag,
  queryVmCdRom,
  queryUser,
  queryUserGroup,
  queryPolicy,
  queryManagementNode,
  queryGCJob,
  queryWebhook,
  querySecurityGroup,
  querySecurityGroupRule,
  queryVmNicInSecurityGroup,
  queryVmNicSecurityPolicy,
  queryVmInstance,
  queryImageGroup,
  queryImageGroupRef,
  queryImagePackage,
  queryVolumeBackup,
  queryVolumeSnapshotGroup,
  queryVolumeSnapshotTree,
  queryVolumeSnapshot,
  queryVolume,
  queryZone,
  queryInstanceOffering,
  queryDiskOffering,
  queryL2Network,
  queryL2VlanNetwork,
  queryAddressPool,
  queryIpAddress,
  queryIpRange,
  queryL3Network,
  queryNetworkServiceL3NetworkRef,
  queryNetworkServiceProvider,
  queryVmNic,
  queryVip,
  queryEip,
  queryReservedIpRange,
];

const asOf = new Map<Release, readonly QueryOperation[]>();

/** Those that a release has, each with the fields of that release. */
export function queriesOf(release: Release): readonly QueryOperation[] {
  if (release === CURRENT_RELEASE) return QUERIES;
  let queries = asOf.get(release);
  if (!queries) {
    queries = operationsAsOf(release, QUERIES).filter((one) => one.kind === 'query');
    asOf.set(release, queries);
  }
  return queries;
}
