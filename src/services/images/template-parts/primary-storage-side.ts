import { ApiError, apiError, toErrorCode } from '../../../core/api-error.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import { refusalOf } from '../../storages/primary/states.js';
import { assertUsable } from '../../storages/backup/usable.js';
import { backupStorageOf } from '../../resources/lookup.js';
import type { World } from '../../../domain/world.js';
import { checkTemplatePlacement } from './placement.js';

/**
 * Everything that can stop bytes on their way from a primary to a backup storage; `isOutOfRoom`: the latter was filled
 * by somebody else meanwhile, so that its agent cannot write them.
 * @throws SYS.1006 with `details` and the reason as its cause
 */
export function checkWayToBackupStorage(
  world: World,
  primary: PrimaryStorage,
  backupStorageUuid: string,
  details: string,
  isOutOfRoom = false,
): void {
  try {
    if (isOutOfRoom) throw apiError('SYS.1006', 'no space left on device');
    checkTemplatePlacement(world, primary, backupStorageUuid);
    const refusal = refusalOf(primary, 'CreateTemplateFromVolume');
    if (refusal) throw new ApiError(refusal);
    // A storage that was lost or disabled while the bytes were on their way cannot take them.
    assertUsable(backupStorageOf(world, backupStorageUuid), 'DownloadVolumeMsg');
  } catch (error) {
    throw apiError('SYS.1006', details, toErrorCode(error));
  }
}
