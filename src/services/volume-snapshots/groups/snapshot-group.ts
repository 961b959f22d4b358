import type { VolumeSnapshot } from '../../../domain/volume-snapshot/volume-snapshot.js';
import type { VolumeSnapshotGroup } from '../../../domain/volume-snapshot/volume-snapshot-group.js';
import type { Volume } from '../../../domain/volume/volume.js';
import type { World } from '../../../domain/world.js';
import { configFlag } from '../../../domain/global-config.js';

/** What a new group is called, and whose it is. */
export interface NewGroup {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly vmInstanceUuid: string;
  readonly snapshotCount: number;
  readonly ownerUuid: string;
}

export function insertGroup({ repositories }: World, wanted: NewGroup, now: number): void {
  const { ownerUuid, ...group } = wanted;
  repositories.volumeSnapshotGroups.insert({ ...group, createDate: now, lastOpDate: now });
  repositories.accounts.own(ownerUuid, group.uuid, 'VolumeSnapshotGroupVO');
}

/** Puts a snapshot of a volume of the VM into a group. */
export function addToGroup(
  { repositories }: World,
  groupUuid: string,
  snapshot: VolumeSnapshot,
  volume: Volume,
  now: number,
): void {
  repositories.volumeSnapshots.update(snapshot, { groupUuid }, snapshot.lastOpDate);
  repositories.volumeSnapshotGroups.insertRef({
    volumeSnapshotUuid: snapshot.uuid,
    volumeSnapshotGroupUuid: groupUuid,
    snapshotDeleted: false,
    deviceId: volume.deviceId ?? 0,
    volumeUuid: volume.uuid,
    volumeName: volume.name,
    volumeType: snapshot.volumeType,
    volumeSnapshotInstallPath: snapshot.primaryStorageInstallPath,
    volumeSnapshotName: snapshot.name,
    volumeLastAttachDate: volume.lastAttachDate,
    createDate: now,
    lastOpDate: now,
  });
}

/** Removes a group; its snapshots stay, each by itself. */
export function removeGroup({ repositories }: World, uuid: string): void {
  const { volumeSnapshotGroups, volumeSnapshots, accounts, tags } = repositories;
  for (const { volumeSnapshotUuid } of volumeSnapshotGroups.listRefs(uuid)) {
    const snapshot = volumeSnapshots.find(volumeSnapshotUuid);
    if (snapshot) volumeSnapshots.update(snapshot, { groupUuid: null }, snapshot.lastOpDate);
  }
  tags.removeAll(uuid);
  accounts.disown(uuid);
  volumeSnapshotGroups.remove(uuid);
}

/** The group of a snapshot tells where it lies, and of what type of volume it is. */
export function tellGroup({ repositories }: World, snapshotUuid: string, now: number): void {
  const snapshot = repositories.volumeSnapshots.find(snapshotUuid);
  if (!snapshot || snapshot.groupUuid === null) return;
  const { volumeType, primaryStorageInstallPath: volumeSnapshotInstallPath } = snapshot;
  const told = { volumeType, volumeSnapshotInstallPath };
  repositories.volumeSnapshotGroups.updateRef(snapshotUuid, told, now);
}

/** What becomes of its group when a snapshot has gone: without that of the root volume there is none. */
export function leaveGroup(world: World, { uuid, groupUuid }: VolumeSnapshot): void {
  if (groupUuid === null) return;
  const { volumeSnapshotGroups } = world.repositories;
  const ref = volumeSnapshotGroups
    .listRefs(groupUuid)
    .find(({ volumeSnapshotUuid }) => volumeSnapshotUuid === uuid);
  if (ref?.volumeType === 'Root') removeGroup(world, groupUuid);
  else volumeSnapshotGroups.markDeleted(uuid, world.clock.now());
}

/**
 * The snapshots of a group that are worked on: of volumes that the VM still has, unless the configuration counts the
 * detached ones, too.
 */
export function effectiveSnapshots(
  { repositories }: World,
  { uuid, vmInstanceUuid }: VolumeSnapshotGroup,
): VolumeSnapshot[] {
  const { volumeSnapshotGroups, volumeSnapshots, volumes, globalConfig } = repositories;
  const all = volumeSnapshotGroups
    .listRefs(uuid)
    .flatMap(({ volumeSnapshotUuid }) => volumeSnapshots.find(volumeSnapshotUuid) ?? []);
  if (configFlag(globalConfig, 'snapshotCountWithDetached')) return all;
  const attached = new Set(volumes.listByVm(vmInstanceUuid).map((volume) => volume.uuid));
  return all.filter(({ volumeUuid }) => volumeUuid !== null && attached.has(volumeUuid));
}

/** What became of one snapshot of a group. */
export interface GroupResult {
  readonly snapshotUuid: string;
  readonly volumeUuid: string | null;
  readonly success: boolean;
  readonly error?: unknown;
}
