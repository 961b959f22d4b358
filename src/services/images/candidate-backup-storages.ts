import { apiError } from '../../core/api-error.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import { primaryStorageOf, snapshotOf, volumeOf } from '../resources/lookup.js';
import type { World } from '../../domain/world.js';

/**
 * Storages that could take a template of the volume or snapshot; how much they have left does not
 * matter.
 * @throws SYS.1007 when neither is named
 */
export function candidateBackupStorages(
  world: World,
  volumeUuid: string | null,
  snapshotUuid: string | null,
): BackupStorage[] {
  const primaryStorageUuid =
    volumeUuid !== null
      ? volumeOf(world, volumeUuid).primaryStorageUuid
      : snapshotUuid !== null
        ? snapshotOf(world, snapshotUuid).primaryStorageUuid
        : undefined;
  if (primaryStorageUuid === undefined) {
    throw apiError('SYS.1007', 'either volumeUuid or volumeSnapshotUuid must be set');
  }
  if (primaryStorageUuid === null) return [];
  const primary = primaryStorageOf(world, primaryStorageUuid);
  return world.repositories.backupStorages
    .listByZone(primary.zoneUuid)
    .filter(
      (storage) =>
        storage.state === 'Enabled' &&
        storage.status === 'Connected' &&
        isCompatible(storage, primary),
    );
}
