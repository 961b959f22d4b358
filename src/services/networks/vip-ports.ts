import { apiError } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';
import { mayUse } from '../accounts/may-use.js';
import type { Caller } from '../accounts/sessions.js';

/**
 * Whether the caller may ask for the ports of a VIP: of its own, and of those that are shared with it.
 * @throws SYS.1007
 */
export function checkVipOfCaller(world: World, vipUuid: string, caller: Caller): void {
  if (mayUse(world, caller, vipUuid)) return;
  const owned = world.repositories.accounts.listOwned(caller.accountUuid);
  if (owned.some(({ resourceType }) => resourceType === 'VipVO')) {
    throw apiError('SYS.1007', 'vip can not be accessed by this account');
  }
  throw apiError('SYS.1007', 'account have no vips');
}
