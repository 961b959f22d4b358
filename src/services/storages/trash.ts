import { apiError } from '../../core/api-error.js';
import type { Trash } from '../../domain/trash/trash.js';
import { giveBackToBackupStorage, giveBackToPrimaryStorage } from './capacity.js';
import type { World } from '../../domain/world.js';

/** The trash of a storage, narrowed by what it was. */
export function listTrash(
  world: World,
  storageUuid: string,
  filter: {
    readonly resourceUuid: string | null;
    readonly resourceType: string | null;
    readonly trashType: string | null;
  },
): Trash[] {
  return world.repositories.trash
    .listByStorage(storageUuid)
    .filter(
      (item) =>
        (filter.resourceUuid === null || item.resourceUuid === filter.resourceUuid) &&
        (filter.resourceType === null || item.resourceType === filter.resourceType) &&
        (filter.trashType === null || item.trashType === filter.trashType),
    );
}

/** What a clean-up did: the old form counts bytes, the new one tells of each piece. */
export interface CleanUp {
  readonly result: {
    readonly resourceUuids: string[];
    readonly details: string[];
    readonly size: number;
  };
  readonly results: {
    readonly trashId: number;
    readonly resourceUuid: string;
    readonly size: number;
  }[];
}

/**
 * Removes the trash of a storage, or one piece of it, and gives its bytes back.
 * @throws SYS.1006 for a piece that is not there
 */
export function cleanUpTrash(world: World, storageUuid: string, trashId: number | null): CleanUp {
  const all = world.repositories.trash.listByStorage(storageUuid);
  const items = trashId === null ? all : all.filter((item) => item.trashId === trashId);
  if (trashId !== null && items.length === 0) {
    throw apiError('SYS.1006', `No trash[${trashId}] found on the storage[uuid:${storageUuid}]`);
  }
  for (const item of items) {
    world.repositories.trash.remove(item.trashId);
    if (item.storageType === 'BackupStorage') {
      giveBackToBackupStorage(world, storageUuid, item.size);
    } else giveBackToPrimaryStorage(world, storageUuid, item.size, item.size);
  }
  return {
    result: {
      resourceUuids: items.map(({ resourceUuid }) => resourceUuid),
      details: items.map(({ installPath }) => installPath),
      size: items.reduce((total, { size }) => total + size, 0),
    },
    results: items.map(({ trashId: id, resourceUuid, size }) => ({
      trashId: id,
      resourceUuid,
      size,
    })),
  };
}
