import type { VolumeBackup, VolumeBackupRef } from '../../domain/volume-backup/volume-backup.js';
import type { World } from '../../domain/world.js';
import { releaseContent } from '../images/contents.js';
import { giveBackToBackupStorage } from '../storages/capacity.js';

/** The Ready backups of a volume on a storage, in the order in which they follow on each other. */
export function backupsOn(
  { repositories }: World,
  volumeUuid: string,
  backupStorageUuid: string,
): VolumeBackup[] {
  const { volumeBackups } = repositories;
  return volumeBackups
    .listByVolume(volumeUuid)
    .filter(
      ({ uuid, status }) =>
        status === 'Ready' &&
        volumeBackups.listRefs(uuid).some((ref) => ref.backupStorageUuid === backupStorageUuid),
    );
}

/** Deletes a backup from these storages, or from all. One that is on none any more goes. */
export function deleteBackup(
  world: World,
  backup: VolumeBackup,
  backupStorageUuids: readonly string[] | null,
  now: number,
): void {
  const { volumeBackups } = world.repositories;
  const meant = volumeBackups
    .listRefs(backup.uuid)
    .filter((ref) => backupStorageUuids?.includes(ref.backupStorageUuid) ?? true);
  for (const ref of meant) removeRef(world, backup, ref, now);
  if (volumeBackups.listRefs(backup.uuid).length === 0) removeBackup(world, backup);
}

/**
 * What is left of an image store that goes: nothing. Backups that were only there go with it.
 */
export function removeBackupsOn(world: World, backupStorageUuid: string): void {
  const { volumeBackups } = world.repositories;
  for (const ref of volumeBackups.listRefsOn(backupStorageUuid)) {
    volumeBackups.removeRef(ref);
    const backup = volumeBackups.find(ref.volumeBackupUuid);
    if (backup && volumeBackups.listRefs(backup.uuid).length === 0) removeBackup(world, backup);
  }
}

/** An incremental backup that follows on it takes its bytes over: without them it would be worth nothing. */
function removeRef(world: World, backup: VolumeBackup, ref: VolumeBackupRef, now: number): void {
  const { volumeBackups } = world.repositories;
  const { backupStorageUuid, takenBytes } = ref;
  const chain = backupsOn(world, backup.volumeUuid, backupStorageUuid);
  const next = chain[chain.findIndex(({ uuid }) => uuid === backup.uuid) + 1];
  volumeBackups.removeRef(ref);
  if (next?.mode !== 'incremental') {
    giveBackToBackupStorage(world, backupStorageUuid, takenBytes);
    return;
  }
  const size = next.size + takenBytes;
  volumeBackups.update(next, { size, mode: backup.mode }, next.lastOpDate);
  for (const its of volumeBackups.listRefs(next.uuid)) {
    volumeBackups.changeTakenBytes(its, its.takenBytes + takenBytes, now);
  }
}

/** Removes what lies nowhere any more. */
export function removeBackup(world: World, { uuid, contentId }: VolumeBackup): void {
  const { volumeBackups, accounts, tags, resourceConfigs } = world.repositories;
  tags.removeAll(uuid);
  accounts.disown(uuid);
  resourceConfigs.removeAll(uuid);
  volumeBackups.remove(uuid);
  releaseContent(world, contentId);
}
