import { apiError } from '../../core/api-error.js';
import { messageClassOf } from '../../domain/message-class.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { World } from '../../domain/world.js';
import { backupStorageOf } from '../resources/lookup.js';
import { allocateBackupStorage } from '../storages/allocate-backup-storage.js';
import { giveBackToBackupStorage } from '../storages/capacity.js';

/** Only an image store that is Enabled keeps backups. @throws SYS.1006, SYS.1007 */
export function checkBackupStorage(world: World, uuid: string, operation: string): void {
  const { type, state } = backupStorageOf(world, uuid);
  if (type !== 'ImageStoreBackupStorage') {
    throw apiError('SYS.1007', `Unexpected backup storage[type:${type},uuid:${uuid}]`);
  }
  if (state === 'Enabled') return;
  throw apiError(
    'SYS.1006',
    `current backup storage state[${state}] doesn't allow to proceed message[${messageClassOf(operation)}], allowed states are [Enabled]`,
  );
}

/** Takes room for bytes that are on their way; the job has it until `release`. @throws BS.1003 */
export function reserve(world: World, jobUuid: string, uuid: string, bytes: number): BackupStorage {
  const storage = allocateBackupStorage(world, { size: bytes, backupStorageUuid: uuid });
  world.repositories.backupStorages.insertReservation(jobUuid, uuid, bytes);
  return storage;
}

/** Gives back what a job has taken. */
export function release(world: World, jobUuid: string, uuid: string): void {
  const bytes = world.repositories.backupStorages.removeReservation(jobUuid, uuid);
  if (bytes !== undefined) giveBackToBackupStorage(world, uuid, bytes);
}

/** Bytes come only from, or to, a storage that answers. @throws SYS.1006 */
export function checkConnected({ uuid, status, state }: BackupStorage): void {
  if (status === 'Connected' && state === 'Enabled') return;
  throw apiError('SYS.1006', `backup storage[uuid:${uuid}] is not enabled and connected`);
}
