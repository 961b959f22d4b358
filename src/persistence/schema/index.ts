export {
  accessKeys,
  accountResourceRefs,
  accounts,
  quotas,
  sessions,
  sharedResources,
} from './accounts.js';
export {
  backupStorageReservations,
  backupStorages,
  backupStorageZones,
  imageStoreQuotas,
} from './backup-storages.js';
export { cephBackupStorageMons, cephPrimaryStorageMons, cephPrimaryStoragePools } from './ceph.js';
export { clusters, hosts } from './clusters.js';
export { blobs, uploads, urlHints } from './contents.js';
export { events } from './events.js';
export { faults } from './faults.js';
export { imageBackupStorageRefs } from './image-backup-storage-refs.js';
export { imageCaches } from './image-caches.js';
export { images } from './images.js';
export { imageReplicationGroupRefs, imageReplicationGroups } from './replication-groups.js';
export { jobs, tasks } from './jobs.js';
export { garbageJobs, trash } from './leftovers.js';
export { localVolumes } from './local-volumes.js';
export { primaryStorageClusters, primaryStorages } from './primary-storages.js';
export { longJobs, taskProgresses } from './long-jobs.js';
export {
  securityGroupL3Networks,
  securityGroupRules,
  securityGroups,
  vmNicSecurityGroups,
  vmNicSecurityPolicies,
} from './security-groups.js';
export { eips, vips } from './vips.js';
export { globalConfig, resourceConfigs, settings } from './settings.js';
export { sshKeyPairs, sshKeyPairVms } from './ssh-key-pairs.js';
export { systemTags, tagPatterns, userTags } from './tags.js';
export { unclaimedImages } from './unclaimed-images.js';
export {
  policies,
  userGroupPolicies,
  userGroups,
  userGroupUsers,
  userPolicies,
  users,
} from './users.js';
export { vmCdRoms, vmInstances } from './vm-instances.js';
export {
  volumeSnapshotGroupRefs,
  volumeSnapshotGroups,
  volumeSnapshots,
  volumeSnapshotTrees,
} from './volume-snapshots.js';
export { imageGroupRefs, imageGroups } from './image-groups.js';
export { imagePackageDisks, imagePackages } from './image-packages.js';
export { volumeBackups, volumeBackupStorageRefs } from './volume-backups.js';
export { volumes } from './volumes.js';
export { webhooks } from './webhooks.js';
export { zones } from './zones.js';
export { diskOfferings, instanceOfferings } from './offerings.js';
export {
  ipRanges,
  l2NetworkClusters,
  l2Networks,
  l3NetworkDns,
  l3NetworkHostRoutes,
  l3Networks,
  networkServiceRefs,
  reservedIpRanges,
  usedIps,
  vmNics,
} from './networks.js';
