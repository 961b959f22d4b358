import type { World } from '../../domain/world.js';

/** The types of resources by the names of the real system's database objects. */
export type ResourceTypeName = (typeof RESOURCE_TYPES)[number];

export const RESOURCE_TYPES = [
  'AccountVO',
  'BackupStorageVO',
  'ClusterVO',
  'DiskOfferingVO',
  'EipVO',
  'HostVO',
  'ImageReplicationGroupVO',
  'ImageVO',
  'InstanceOfferingVO',
  'IpRangeVO',
  'L2NetworkVO',
  'L3NetworkVO',
  'LongJobVO',
  'PolicyVO',
  'PrimaryStorageVO',
  'SshKeyPairVO',
  'SecurityGroupVO',
  'TagPatternVO',
  'UserGroupVO',
  'UserVO',
  'ImagePackageVO',
  'VipVO',
  'VmInstanceVO',
  'VmNicVO',
  'ImageGroupVO',
  'VolumeBackupVO',
  'VolumeSnapshotGroupVO',
  'VolumeSnapshotTreeVO',
  'VolumeSnapshotVO',
  'VolumeVO',
  'ZoneVO',
] as const;

/** What kind of resource a uuid names, or undefined when it names none. */
export function resourceTypeOf(
  { repositories }: World,
  uuid: string,
): ResourceTypeName | undefined {
  // Whatever belongs to accounts says its type with its owner.
  const owned = repositories.accounts.findRef(uuid)?.resourceType;
  if (owned !== undefined) return owned;
  if (repositories.backupStorages.find(uuid)) return 'BackupStorageVO';
  if (repositories.primaryStorages.find(uuid)) return 'PrimaryStorageVO';
  if (repositories.zones.find(uuid)) return 'ZoneVO';
  if (repositories.clusters.find(uuid)) return 'ClusterVO';
  if (repositories.hosts.find(uuid)) return 'HostVO';
  if (repositories.replicationGroups.find(uuid)) return 'ImageReplicationGroupVO';
  return repositories.accounts.find(uuid) ? 'AccountVO' : undefined;
}
