import { apiError } from '../../core/api-error.js';
import { uuidFromName } from '../../core/uuid.js';
import { ADMIN_ACCOUNT_UUID, type Account } from '../../domain/account/account.js';
import { isPassword } from '../../domain/account/password.js';
import { DEFAULT_READ, RESET_PASSWORD, type User } from '../../domain/user/user.js';
import type { World } from '../../domain/world.js';
import { isUserOfAccount, isUserSession, type Caller } from '../accounts/sessions.js';
import { newUuid } from '../resources/lookup.js';

export interface NewUser {
  readonly accountUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly passwordHash: string;
  readonly resourceUuid: string | null;
}

/** Every account but the first has a policy that allows its users to look. */
export function giveDefaultPolicy({ repositories }: World, account: Account, now: number): void {
  if (account.uuid === ADMIN_ACCOUNT_UUID) return;
  // The same for the same account in every run, as its quotas are.
  const uuid = uuidFromName(`policy ${DEFAULT_READ} of ${account.uuid}`);
  repositories.policies.insert({
    uuid,
    accountUuid: account.uuid,
    name: DEFAULT_READ,
    statements: null,
    createDate: now,
    lastOpDate: now,
  });
  repositories.accounts.own(account.uuid, uuid, 'PolicyVO');
}

/** @throws SYS.1007 when the account has a user of this name */
export function checkNewUser({ repositories }: World, accountUuid: string, name: string): void {
  if (repositories.users.findByName(accountUuid, name) === undefined) return;
  throw apiError(
    'SYS.1007',
    `unable to create a user. A user called ${name} is already under the account[uuid:${accountUuid}]`,
  );
}

/** Makes a user, with the policies of its account that are for all users. */
export function createUser(world: World, wanted: NewUser, now: number): string {
  const { users, policies, accounts } = world.repositories;
  const { accountUuid, name, description, passwordHash } = wanted;
  const uuid = newUuid(world, wanted.resourceUuid);
  users.insert({
    uuid,
    accountUuid,
    name,
    description,
    passwordHash,
    createDate: now,
    lastOpDate: now,
  });
  accounts.own(accountUuid, uuid, 'UserVO');
  for (const policyName of [DEFAULT_READ, RESET_PASSWORD]) {
    const policy = policies.findByName(accountUuid, policyName);
    if (policy) policies.attachToUser(policy.uuid, uuid, now);
  }
  return uuid;
}

export interface UserChange {
  readonly uuid: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly oldPassword: string | null;
}

/**
 * Which user a call changes: a user may only change itself.
 * @throws SYS.1007 for another user, or where an account names none
 */
export function userToChange(uuid: string | null, caller: Caller): string {
  if (uuid === null && !isUserSession(caller)) {
    throw apiError(
      'SYS.1007',
      "the current session is an account session. You need to specify the field 'uuid' of the user you want to update",
    );
  }
  if (isUserOfAccount(caller) && uuid !== null && uuid !== caller.userUuid) {
    throw apiError('SYS.1007', `your are login as a user, you cannot another user[uuid:${uuid}]`);
  }
  return uuid ?? caller.userUuid;
}

/** @throws SYS.1007 for a user of another account, or a wrong old password; SYS.1000 for a name that is taken */
export function checkUserChange(
  { repositories }: World,
  user: User,
  { name, oldPassword }: UserChange,
  caller: Caller,
): void {
  if (!caller.isAdmin && user.accountUuid !== caller.accountUuid) {
    throw apiError(
      'SYS.1007',
      `the user[uuid:${user.uuid}] does not belong to the account[uuid:${caller.accountUuid}]`,
    );
  }
  if (oldPassword !== null && !isPassword(oldPassword, user.passwordHash)) {
    throw apiError(
      'SYS.1007',
      `old password is not equal to the original password, cannot update the password of user[uuid:${user.uuid}]`,
    );
  }
  const namesake =
    name === null ? undefined : repositories.users.findByName(user.accountUuid, name);
  if (namesake !== undefined && namesake.uuid !== user.uuid) {
    throw apiError('SYS.1000', `Duplicate entry '${user.accountUuid}-${name}' for key 'uqUserVO'`);
  }
}

export function updateUser(
  world: World,
  user: User,
  {
    name,
    description,
    passwordHash,
  }: Readonly<Record<'name' | 'description' | 'passwordHash', string | null>>,
  now: number,
): void {
  world.repositories.users.update(
    user,
    {
      ...(name === null ? {} : { name }),
      ...(description === null ? {} : { description }),
      ...(passwordHash === null ? {} : { passwordHash }),
    },
    now,
  );
}

/** Removes a user with its sessions; what leads to groups and policies goes with it. */
export function deleteUser(world: World, user: User): void {
  const { users, sessions } = world.repositories;
  sessions.removeOfUser(user.accountUuid, user.uuid);
  forget(world, user.uuid);
  users.remove(user.uuid);
}

/** Takes away who owns a user, a group or a policy, whom it is shared with, and its tags. */
export function forget({ repositories: { accounts, tags } }: World, uuid: string): void {
  tags.removeAll(uuid);
  accounts.disown(uuid);
}

/** Users, groups and policies go with their account: the admin takes over everything else. */
export function removeUsersOf(world: World, accountUuid: string): void {
  const { users, userGroups, policies } = world.repositories;
  for (const user of users.listByAccount(accountUuid)) deleteUser(world, user);
  for (const { uuid } of userGroups.listByAccount(accountUuid)) {
    forget(world, uuid);
    userGroups.remove(uuid);
  }
  for (const { uuid } of policies.listByAccount(accountUuid)) {
    forget(world, uuid);
    policies.remove(uuid);
  }
}
