import { apiError } from '../../core/api-error.js';
import { whenGiven } from '../../core/given.js';
import type { UserGroup } from '../../domain/user/user.js';
import type { World } from '../../domain/world.js';
import type { Caller } from '../accounts/sessions.js';
import { newUuid } from '../resources/lookup.js';
import { forget } from './users.js';

export interface NewGroup {
  readonly accountUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
}

/** @throws SYS.1007 when the account has a group of this name */
export function checkNewGroup({ repositories }: World, accountUuid: string, name: string): void {
  if (repositories.userGroups.findByName(accountUuid, name) === undefined) return;
  throw apiError(
    'SYS.1007',
    `unable to create a group. A group called ${name} is already under the account[uuid:${accountUuid}]`,
  );
}

export function createGroup(world: World, wanted: NewGroup, now: number): string {
  const { accountUuid, name, description } = wanted;
  const uuid = newUuid(world, wanted.resourceUuid);
  const group = { uuid, accountUuid, name, description, createDate: now, lastOpDate: now };
  world.repositories.userGroups.insert(group);
  world.repositories.accounts.own(accountUuid, uuid, 'UserGroupVO');
  return uuid;
}

/** @throws SYS.1007 for a group of another account */
export function checkGroupChange(group: UserGroup, caller: Caller): void {
  if (caller.isAdmin || group.accountUuid === caller.accountUuid) return;
  throw apiError(
    'SYS.1007',
    `the user group[uuid:${group.uuid}] does not belong to the account[uuid:${caller.accountUuid}]`,
  );
}

export function updateGroup(
  world: World,
  group: UserGroup,
  { name, description }: Readonly<Record<'name' | 'description', string | null>>,
  now: number,
): void {
  whenGiven({ name, description }, (told) =>
    world.repositories.userGroups.update(group, told, now),
  );
}

export function deleteGroup(world: World, { uuid }: UserGroup): void {
  forget(world, uuid);
  world.repositories.userGroups.remove(uuid);
}
