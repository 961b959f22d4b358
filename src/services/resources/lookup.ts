import { apiError } from '../../core/api-error.js';
import type { AccessKey } from '../../domain/account/access-key.js';
import type { Account, AccountResourceRef } from '../../domain/account/account.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { CephPool } from '../../domain/ceph/ceph.js';
import type { Cluster } from '../../domain/cluster/cluster.js';
import type { Host } from '../../domain/host/host.js';
import type { Image } from '../../domain/image/image.js';
import type { L2Network } from '../../domain/network/l2-network.js';
import type { IpRange, L3Network } from '../../domain/network/l3-network.js';
import type { Eip } from '../../domain/network/eip.js';
import type { Vip } from '../../domain/network/vip.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import type { DiskOffering, InstanceOffering } from '../../domain/offering/offering.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { LongJob } from '../../domain/long-job/long-job.js';
import type { TagPattern } from '../../domain/tag/tag-pattern.js';
import type { UserTagRow } from '../../domain/inventory-queries.js';
import type { SystemTag } from '../../domain/tag/tag.js';
import type { SshKeyPair } from '../../domain/ssh-key-pair/ssh-key-pair.js';
import type {
  SecurityGroup,
  SecurityGroupRule,
} from '../../domain/security-group/security-group.js';
import type { Policy, User, UserGroup } from '../../domain/user/user.js';
import type { ImageGroup } from '../../domain/image-group/image-group.js';
import type { ReplicationGroup } from '../../domain/replication-group/replication-group.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { ImagePackage } from '../../domain/image-package/image-package.js';
import type { VolumeBackup } from '../../domain/volume-backup/volume-backup.js';
import type { VolumeSnapshotGroup } from '../../domain/volume-snapshot/volume-snapshot-group.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { Webhook } from '../../domain/webhook/webhook.js';
import type { Zone } from '../../domain/zone/zone.js';
import type { World } from '../../domain/world.js';

/**
 * Rows that a call names and that were there when it was accepted. One that went meanwhile is an
 * internal error, as in the real system.
 */
function there<Row>(row: Row | undefined, uuid: string | null): Row {
  if (row !== undefined) return row;
  throw apiError('SYS.1000', `cannot find the resource[uuid:${uuid}]`);
}

export const zoneOf = ({ repositories }: World, uuid: string): Zone =>
  there(repositories.zones.find(uuid), uuid);

export const clusterOf = ({ repositories }: World, uuid: string): Cluster =>
  there(repositories.clusters.find(uuid), uuid);

export const cephPoolOf = ({ repositories }: World, uuid: string): CephPool =>
  there(repositories.cephPools.find(uuid), uuid);

export const hostOf = ({ repositories }: World, uuid: string): Host =>
  there(repositories.hosts.find(uuid), uuid);
export const instanceOfferingOf = ({ repositories }: World, uuid: string): InstanceOffering =>
  there(repositories.instanceOfferings.find(uuid), uuid);

export const diskOfferingOf = ({ repositories }: World, uuid: string): DiskOffering =>
  there(repositories.diskOfferings.find(uuid), uuid);

export const l2NetworkOf = ({ repositories }: World, uuid: string): L2Network =>
  there(repositories.l2Networks.find(uuid), uuid);

export const l3NetworkOf = ({ repositories }: World, uuid: string): L3Network =>
  there(repositories.l3Networks.find(uuid), uuid);

export const ipRangeOf = ({ repositories }: World, uuid: string): IpRange =>
  there(repositories.ipRanges.find(uuid), uuid);

export const vmNicOf = ({ repositories }: World, uuid: string): VmNic =>
  there(repositories.vmNics.find(uuid), uuid);

export const vipOf = ({ repositories }: World, uuid: string): Vip =>
  there(repositories.vips.find(uuid), uuid);

export const eipOf = ({ repositories }: World, uuid: string): Eip =>
  there(repositories.eips.find(uuid), uuid);

export const backupStorageOf = ({ repositories }: World, uuid: string): BackupStorage =>
  there(repositories.backupStorages.find(uuid), uuid);

export const primaryStorageOf = ({ repositories }: World, uuid: string | null): PrimaryStorage =>
  there(uuid === null ? undefined : repositories.primaryStorages.find(uuid), uuid);

export const vmOf = ({ repositories }: World, uuid: string): VmInstance =>
  there(repositories.vmInstances.find(uuid), uuid);

export const volumeOf = ({ repositories }: World, uuid: string): Volume =>
  there(repositories.volumes.find(uuid), uuid);

export const snapshotOf = ({ repositories }: World, uuid: string): VolumeSnapshot =>
  there(repositories.volumeSnapshots.find(uuid), uuid);

export const volumeBackupOf = ({ repositories }: World, uuid: string): VolumeBackup =>
  there(repositories.volumeBackups.find(uuid), uuid);

export const imageGroupOf = ({ repositories }: World, uuid: string): ImageGroup =>
  there(repositories.imageGroups.find(uuid), uuid);
/** @throws SYS.1006, in the words of the real system */
export function imagePackageOf({ repositories }: World, uuid: string): ImagePackage {
  const found = repositories.imagePackages.find(uuid);
  if (found) return found;
  throw apiError('SYS.1006', `ova package[uuid: ${uuid}] not found.`);
}
export const replicationGroupOf = ({ repositories }: World, uuid: string): ReplicationGroup =>
  there(repositories.replicationGroups.find(uuid), uuid);

export const snapshotGroupOf = ({ repositories }: World, uuid: string): VolumeSnapshotGroup =>
  there(repositories.volumeSnapshotGroups.find(uuid), uuid);

export const imageOf = ({ repositories }: World, uuid: string): Image =>
  there(repositories.images.find(uuid), uuid);

export const accountOf = ({ repositories }: World, uuid: string): Account =>
  there(repositories.accounts.find(uuid), uuid);

export const accessKeyOf = ({ repositories }: World, uuid: string): AccessKey =>
  there(repositories.accessKeys.find(uuid), uuid);

export const userOf = ({ repositories }: World, uuid: string): User =>
  there(repositories.users.find(uuid), uuid);

export const userGroupOf = ({ repositories }: World, uuid: string): UserGroup =>
  there(repositories.userGroups.find(uuid), uuid);

export const policyOf = ({ repositories }: World, uuid: string): Policy =>
  there(repositories.policies.find(uuid), uuid);

export const webhookOf = ({ repositories }: World, uuid: string): Webhook =>
  there(repositories.webhooks.find(uuid), uuid);

export const securityGroupOf = ({ repositories }: World, uuid: string): SecurityGroup =>
  there(repositories.securityGroups.find(uuid), uuid);

export const securityGroupRuleOf = ({ repositories }: World, uuid: string): SecurityGroupRule =>
  there(repositories.securityGroups.findRule(uuid), uuid);

export const systemTagOf = ({ repositories }: World, uuid: string): SystemTag =>
  there(repositories.tags.findSystemTag(uuid), uuid);

export function userTagOf({ repositories }: World, uuid: string): UserTagRow {
  const tag = there(repositories.tags.findUserTag(uuid), uuid);
  const { tagPatternUuid } = tag;
  const tagPattern =
    tagPatternUuid === null ? undefined : repositories.tagPatterns.find(tagPatternUuid);
  return { ...tag, tagPattern: tagPattern ?? null };
}

export const tagPatternOf = ({ repositories }: World, uuid: string): TagPattern =>
  there(repositories.tagPatterns.find(uuid), uuid);

export const sshKeyPairOf = ({ repositories }: World, uuid: string): SshKeyPair =>
  there(repositories.sshKeyPairs.find(uuid), uuid);

export const longJobOf = ({ repositories }: World, uuid: string): LongJob =>
  there(repositories.longJobs.find(uuid), uuid);

/** Who owns a resource. */
export const resourceRefOf = ({ repositories }: World, uuid: string): AccountResourceRef =>
  there(repositories.accounts.findRef(uuid), uuid);

/** The account that a new thing belongs to when it is made of this one. */
export const ownerOf = ({ repositories }: World, uuid: string): string =>
  there(repositories.accounts.findOwner(uuid), uuid);

/** The VM that a volume is attached to, or undefined. */
export function vmOfVolume(world: World, volume: Volume): VmInstance | undefined {
  return volume.vmInstanceUuid === null
    ? undefined
    : world.repositories.vmInstances.find(volume.vmInstanceUuid);
}

/**
 * The uuid of a new resource: the one that was asked for, or a new one.
 * @throws SYS.1000 with the database's words when it is taken
 */
export function newUuid({ repositories, chance }: World, wanted: string | null): string {
  if (wanted === null) return chance.uuid();
  const {
    zones,
    clusters,
    hosts,
    backupStorages,
    primaryStorages,
    accounts,
    images,
    volumeSnapshots,
    cephPools,
    vmInstances,
    reservedIpRanges,
    usedIps,
    webhooks,
    replicationGroups,
  } = repositories;
  const isTaken =
    accounts.findOwner(wanted) !== undefined ||
    accounts.find(wanted) !== undefined ||
    vmInstances.findCdRom(wanted) !== undefined ||
    [
      zones,
      clusters,
      hosts,
      cephPools,
      backupStorages,
      primaryStorages,
      images,
      volumeSnapshots,
      reservedIpRanges,
      usedIps,
      webhooks,
      replicationGroups,
    ].some((kind) => kind.find(wanted) !== undefined);
  if (isTaken) throw apiError('SYS.1000', `Duplicate entry '${wanted}' for key 'PRIMARY'`);
  return wanted;
}
