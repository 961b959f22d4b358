import { apiError } from '../../../core/api-error.js';
import type { Caller } from '../../../services/accounts/sessions.js';
import type { World } from '../../../domain/world.js';

/**
 * What belongs to nobody everybody may read the configuration of.
 * @throws SYS.1007 for a resource of another account that is not shared with the caller
 */
export function checkConfigAccess(
  { repositories: { accounts, sharing } }: World,
  resourceUuid: string,
  { accountUuid, isAdmin }: Caller,
): void {
  const owner = accounts.findOwner(resourceUuid);
  if (isAdmin || owner === undefined || owner === accountUuid) return;
  if (sharing.has(resourceUuid, accountUuid) || sharing.has(resourceUuid, null)) return;
  throw apiError('SYS.1007', `account has no access to the resource[uuid: ${resourceUuid}]`);
}
