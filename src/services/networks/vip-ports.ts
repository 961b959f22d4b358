import { apiError } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';
import type { Caller } from '../accounts/sessions.js';

/**
 * Whether the caller may ask for the ports of a VIP: of its own, and of those that are shared with it.
 * @throws SYS.1007
 */
export function checkVipOfCaller(
  { repositories }: World,
  vipUuid: string,
  { accountUuid, isAdmin }: Caller,
): void {
  if (isAdmin) return;
  const { accounts, sharing } = repositories;
  const isMine =
    accounts.findOwner(vipUuid) === accountUuid ||
    sharing.has(vipUuid, accountUuid) ||
    sharing.has(vipUuid, null);
  if (isMine) return;
  if (accounts.listOwned(accountUuid).some(({ resourceType }) => resourceType === 'VipVO')) {
    throw apiError('SYS.1007', 'vip can not be accessed by this account');
  }
  throw apiError('SYS.1007', 'account have no vips');
}
