import { apiError } from '../../../core/api-error.js';
import type { VmCdRom } from '../../../domain/vm-instance/vm-instance.js';
import type { World } from '../../../domain/world.js';
import type { Caller } from '../../../services/accounts/sessions.js';

/** A drive that was there when the call was accepted. */
export function cdRomOf({ repositories }: World, uuid: string): VmCdRom {
  const drive = repositories.vmInstances.findCdRom(uuid);
  if (drive) return drive;
  throw apiError('SYS.1000', `cannot find the CD-ROM[uuid:${uuid}]`);
}

/**
 * A drive belongs to the owner of its VM.
 * @throws SYS.1006 for that of another account
 */
export function checkDriveOwner(world: World, drive: VmCdRom, caller: Caller): void {
  if (caller.isAdmin) return;
  const owner = world.repositories.accounts.findOwner(drive.vmInstanceUuid);
  if (owner === caller.accountUuid) return;
  throw apiError(
    'SYS.1006',
    `permission denied, the account[uuid:${caller.accountUuid}] is not the owner of the resource[uuid:${drive.uuid}, type:VmCdRomVO]`,
  );
}
