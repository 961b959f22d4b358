import { errorCode, ApiError, type ErrorCode } from '../../core/api-error.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { reservedCapacity } from './reserved-capacity.js';
import type { World } from '../../domain/world.js';

/** What is asked of an allocation: room, and where the storage must be. */
export interface Allocation {
  /** Bytes that the storage must have room for; they are taken from it. */
  readonly size: number;
  readonly backupStorageUuid?: string;
  readonly zoneUuid?: string;
  /** Only storages that this primary storage can send images to. */
  readonly primaryStorage?: PrimaryStorage;
}

/**
 * Chooses a backup storage and takes `size` bytes of it, as the real allocator does: conditions,
 * compatibility, reserved capacity (all comparisons strict), then chance among what is left.
 * @throws BS.1003 with the reason as its cause
 */
export function allocateBackupStorage(world: World, wanted: Allocation): BackupStorage {
  const usable = candidates(world, wanted).filter((storage) => meetsConditions(storage, wanted));
  if (usable.length === 0) throw unallocated(conditionsText(wanted));

  const { primaryStorage } = wanted;
  const fitting = primaryStorage
    ? usable.filter((storage) => isCompatible(storage, primaryStorage))
    : usable;
  if (primaryStorage && fitting.length === 0) {
    throw unallocated(
      `required primary storage[uuid:${primaryStorage.uuid}, type:${primaryStorage.type}] could not support any backup storage.`,
    );
  }

  const roomy = fitting.filter(
    ({ uuid, availableCapacity }) =>
      availableCapacity - reservedCapacity(world, uuid) > wanted.size,
  );
  const [storage] = roomy.length > 1 ? world.chance.shuffled(roomy) : roomy;
  if (!storage) {
    throw unallocated(
      `after subtracting reserved capacity, no backup storage has required capacity[${wanted.size} bytes]`,
    );
  }
  world.repositories.backupStorages.changeAvailableCapacity(storage.uuid, -wanted.size);
  return storage;
}

function candidates(world: World, wanted: Allocation): BackupStorage[] {
  const { backupStorages } = world.repositories;
  const { backupStorageUuid: uuid, zoneUuid } = wanted;
  if (uuid === undefined) {
    return zoneUuid === undefined ? backupStorages.list() : backupStorages.listByZone(zoneUuid);
  }
  const storage = backupStorages.find(uuid);
  if (!storage) return [];
  const isThere = zoneUuid === undefined || backupStorages.isAttachedToZone(uuid, zoneUuid);
  return isThere ? [storage] : [];
}

function meetsConditions(storage: BackupStorage, wanted: Allocation): boolean {
  return (
    storage.availableCapacity > wanted.size &&
    storage.status === 'Connected' &&
    storage.state === 'Enabled'
  );
}

function conditionsText({ size, backupStorageUuid, zoneUuid }: Allocation): string {
  const conditions = `[available capacity > ${size} bytes, status = Connected, state = Enabled`;
  if (backupStorageUuid !== undefined) {
    const text = `backup storage[uuid:${backupStorageUuid}] can not satisfy one or more conditions${conditions}]`;
    return zoneUuid === undefined
      ? text
      : `${text}, or it doesn't attach to zone[uuid:${zoneUuid}]`;
  }
  const zone = zoneUuid === undefined ? '' : `, attached zone uuid=${zoneUuid}`;
  return `no backup storage that satisfies conditions${conditions}${zone}] found`;
}

function unallocated(reason: string): ApiError {
  const cause: ErrorCode = errorCode('SYS.1006', reason);
  return new ApiError(errorCode('BS.1003', 'unable to allocate a backup storage', cause));
}
