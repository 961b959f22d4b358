import { apiError } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';

/*
 * The one ledger. Of a backup storage: available = total - systemUsed - what refs and exports took.
 * Of a primary storage: virtual = total - systemUsed - volumes' sizes - snapshots - caches - trash,
 * physical likewise with what volumes hold themselves. Every change goes through these functions.
 */

/** Takes bytes of a backup storage; false when it has no room. */
export const takeFromBackupStorage = (world: World, uuid: string, bytes: number): boolean =>
  bytes === 0 || world.repositories.backupStorages.changeAvailableCapacity(uuid, -bytes);

/** Gives back what was taken. */
export function giveBackToBackupStorage(world: World, uuid: string, bytes: number): void {
  if (bytes === 0) return;
  if (!world.repositories.backupStorages.changeAvailableCapacity(uuid, bytes)) {
    throw new Error(`the capacity of backup storage ${uuid} does not add up`);
  }
}

/**
 * Takes bytes of a primary storage.
 * @throws SYS.1006 when it has no room
 */
export function takeFromPrimaryStorage(
  world: World,
  uuid: string,
  virtual: number,
  physical: number,
): void {
  if (!world.repositories.primaryStorages.changeAvailableCapacity(uuid, -virtual, -physical)) {
    throw apiError(
      'SYS.1006',
      `cannot reserve ${virtual} bytes on the primary storage[uuid:${uuid}], it's short of available capacity`,
    );
  }
}

/** Gives back what was taken. */
export function giveBackToPrimaryStorage(
  world: World,
  uuid: string,
  virtual: number,
  physical: number,
): void {
  if (!world.repositories.primaryStorages.changeAvailableCapacity(uuid, virtual, physical)) {
    throw new Error(`the capacity of primary storage ${uuid} does not add up`);
  }
}
