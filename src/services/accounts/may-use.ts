import type { World } from '../../domain/world.js';
import type { Caller } from './sessions.js';

/** Whether the caller may use something: its own, what is shared with it or with everybody, or anything as admin. */
export function mayUse(
  { repositories }: Pick<World, 'repositories'>,
  { accountUuid, isAdmin }: Caller,
  uuid: string,
): boolean {
  const { accounts, sharing } = repositories;
  return (
    isAdmin ||
    accounts.findOwner(uuid) === accountUuid ||
    sharing.has(uuid, accountUuid) ||
    sharing.has(uuid, null)
  );
}
