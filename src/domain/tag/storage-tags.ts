export const GATEWAY_TAG = 'primaryStorage::gateway::cidr::{cidr}';
export const DATA_NETWORK_TAG = 'backupStorage::data::network::cidr::{cidr}';

/** Tags of backup storages: the real system's own, and those of its plugin for Ceph. */
export const BACKUP_STORAGE_TAGS = [
  DATA_NETWORK_TAG,
  'extraips::{extraips}',
  'iscsiInitiatorName::{iscsiInitiatorName}',
  'ceph::predefinedPool',
] as const;

/** Tags of primary storages: the real system's own, and those of its plugins for Ceph and NFS. */
export const PRIMARY_STORAGE_TAGS = [
  'capability:snapshot',
  'capability::snapshot::hypervisor::{hypervisorType}',
  'primaryStorage::allocator::uuid::{uuid}',
  'primaryStorage::allocator::userTag::{tag}',
  'primaryStorage::allocator::userTag::{tag}::required',
  GATEWAY_TAG,
  'primaryStorage::vendor::{vendor}',
  'primaryStorage::migrate::network::cidr::{cidr}',
  'primaryStorageVolumeProvisioningStrategy::{strategy}',
  'nfs::mount::options::{options}',
  'ceph::predefinedImageCachePool',
  'ceph::predefinedRootVolumePool',
  'ceph::predefinedDataVolumePool',
  'ceph::default::dataVolumePoolName::{poolName}',
  'ceph::default::rootVolumePoolName::{poolName}',
  'ceph::default::imageCachePoolName::{poolName}',
  'ceph::kvm::secret::{uuid}',
  'ceph::nocephx',
  'ceph::manufacturer::{name}',
  'ceph::thirdPartyPlatform::{token}',
  'ceph::customInitializationPoolName::{name}',
] as const;
