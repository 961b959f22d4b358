import { ApiError, toErrorCode, type ErrorCode } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { Volume } from '../../../domain/volume/volume.js';
import type { World } from '../../../domain/world.js';
import { checkQuota } from '../../accounts/quotas.js';
import { effectiveConfig } from '../../configuration/resource-config.js';
import { ownerOf, primaryStorageOf } from '../../resources/lookup.js';
import { refusalOf } from '../../storages/primary/states.js';
import { removeSnapshot } from '../../volume-snapshots/delete-snapshot.js';
import { takeSnapshotNow } from '../../volume-snapshots/take-snapshot.js';
import { checkTemplatePlacement } from './placement.js';

/** Of each backup storage that a template is made on: the snapshot that was taken for it, or why there is none. */
export type TemporarySnapshots = Record<
  string,
  { readonly snapshotUuid: string } | { readonly error: ErrorCode }
>;

/**
 * Ceph makes a template of a snapshot: it takes one of the volume first, for each backup storage that the bits can
 * come to. Other storages copy the volume itself.
 */
export function takeTemporarySnapshots(
  world: World,
  volume: Volume,
  backupStorages: readonly BackupStorage[],
  now: number,
): TemporarySnapshots {
  const primary = primaryStorageOf(world, volume.primaryStorageUuid);
  const taken: TemporarySnapshots = {};
  if (primary.type !== 'Ceph') return taken;
  const ownerUuid = ownerOf(world, volume.uuid);
  for (const backup of backupStorages) {
    try {
      const refusal = refusalOf(primary, 'CreateTemplateFromVolume');
      if (refusal) throw new ApiError(refusal);
      checkTemplatePlacement(world, primary, backup.uuid);
      checkQuota(world, ownerUuid, { 'snapshot.volume.num': 1 });
      const snapshot = {
        uuid: world.chance.uuid(),
        name: `Snapshot-${volume.uuid}`,
        description: `Take snapshot for ${volume.uuid}`,
        ownerUuid,
      };
      takeSnapshotNow(world, volume.uuid, snapshot, now);
      taken[backup.uuid] = { snapshotUuid: snapshot.uuid };
    } catch (error) {
      taken[backup.uuid] = { error: toErrorCode(error) };
    }
  }
  return taken;
}

/** Why no snapshot could be taken for this backup storage, if one was needed. */
export function snapshotErrorOf(
  taken: TemporarySnapshots | undefined,
  backupStorageUuid: string,
): ErrorCode | undefined {
  const found = taken?.[backupStorageUuid];
  return found && 'error' in found ? found.error : undefined;
}

/** The snapshot stays when the template is made, or has failed, unless `primaryStorage/undo.tempSnapshot` says otherwise. */
export function undoTemporarySnapshot(
  world: World,
  taken: TemporarySnapshots | undefined,
  backupStorageUuid: string,
): void {
  const found = taken?.[backupStorageUuid];
  if (!found || 'error' in found) return;
  const snapshot = world.repositories.volumeSnapshots.find(found.snapshotUuid);
  if (!snapshot) return;
  const place = {
    category: 'primaryStorage',
    name: 'undo.tempSnapshot',
    resourceUuid: snapshot.primaryStorageUuid,
  };
  if (effectiveConfig(world, place) === 'true') removeSnapshot(world, snapshot);
}
