import { apiError } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { ImageBackupStorageRef } from '../../../domain/image/image.js';
import { backupStorageOf } from '../../resources/lookup.js';
import type { World } from '../../../domain/world.js';

/** The real system's messages that a storage refuses while it is Disabled or not Connected. */
export type GuardedMessage =
  'DownloadImageMsg' | 'DownloadVolumeMsg' | 'DeleteBitsOnBackupStorageMsg';

/**
 * Refuses work that a storage can do only when it is Enabled and Connected.
 * @throws SYS.1006
 */
export function assertUsable(storage: BackupStorage, message: GuardedMessage): void {
  const name = `org.zstack.header.storage.backup.${message}`;
  if (storage.state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `backup storage cannot proceed message[${name}] because its state is ${storage.state}`,
    );
  }
  if (storage.status !== 'Connected') {
    throw apiError(
      'SYS.1006',
      `backup storage cannot proceed message[${name}] because its status is ${storage.status}`,
    );
  }
}

/** Whether the ref's storage can delete bits now: it must be Enabled and Connected, and `attempt` hold. */
export function canDeleteBits(
  world: World,
  ref: ImageBackupStorageRef,
  attempt: () => void,
): boolean {
  try {
    attempt();
    const storage = backupStorageOf(world, ref.backupStorageUuid);
    assertUsable(storage, 'DeleteBitsOnBackupStorageMsg');
    return true;
  } catch {
    return false;
  }
}
