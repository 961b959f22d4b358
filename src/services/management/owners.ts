import { ADMIN_ACCOUNT_UUID, type Account } from '../../domain/account/account.js';
import type { World } from '../../domain/world.js';

/** The account of each of these; what belongs to nobody, or is not there, is the first admin's. */
export function ownersOf({ repositories }: World, uuids: readonly string[]): Map<string, Account> {
  const { accounts } = repositories;
  const owners = new Map<string, Account>();
  for (const uuid of uuids) {
    const account = accounts.find(accounts.findOwner(uuid) ?? ADMIN_ACCOUNT_UUID);
    if (account) owners.set(uuid, account);
  }
  return owners;
}
