import { apiError } from '../../core/api-error.js';
import { whenGiven } from '../../core/given.js';
import {
  ADMIN_ACCOUNT_UUID,
  type Account,
  type AccountType,
} from '../../domain/account/account.js';
import { hashPassword, isPassword } from '../../domain/account/password.js';
import { newUuid } from '../resources/lookup.js';
import type { Caller } from './sessions.js';
import type { World } from '../../domain/world.js';
import { giveDefaultPolicy, removeUsersOf } from '../users/users.js';
import { giveDefaultQuotas } from './quotas.js';

/** What a new account is to be. */
export interface NewAccount {
  readonly name: string;
  readonly passwordHash: string;
  readonly type: AccountType | null;
  readonly description: string | null;
  readonly resourceUuid: string | null;
}

/** @throws SYS.1007 when the name is taken */
export function checkNewAccount({ repositories }: World, name: string): void {
  if (repositories.accounts.findByName(name) === undefined) return;
  throw apiError('SYS.1007', `unable to create an account. An account already called ${name}`);
}

/** Makes an account, with the quotas of a normal one. */
export function createAccount(world: World, wanted: NewAccount, now: number): string {
  const account: Account = {
    uuid: newUuid(world, wanted.resourceUuid),
    name: wanted.name,
    description: wanted.description,
    type: wanted.type ?? 'Normal',
    passwordHash: wanted.passwordHash,
    createDate: now,
    lastOpDate: now,
  };
  world.repositories.accounts.insert(account);
  giveDefaultPolicy(world, account, now);
  giveDefaultQuotas(world, account, now);
  return account.uuid;
}

/** The password of a call, hashed with a salt of its own: what clients send is never written down. */
export const concealPassword = (world: World, { password }: { readonly password: string }) => ({
  password: hashPassword(password, world.chance.uuid()),
});

export interface AccountChange {
  readonly name: string | null;
  readonly description: string | null;
  readonly passwordHash: string | null;
}

/** The first admin or another one: of accounts they may do more than others, of all else the first alone. */
const isSystemAdmin = ({ accounts }: World['repositories'], { accountUuid }: Caller) =>
  accounts.find(accountUuid)?.type === 'SystemAdmin';

/**
 * An account changes itself; an admin changes every account.
 * @throws SYS.1007 for a name that is taken; SYS.1006 for a wrong old password, the name of the first
 * admin, a password that another admin sets, or another's account
 */
export function checkAccountChange(
  { repositories }: World,
  account: Account,
  {
    name,
    password,
    oldPassword,
  }: Readonly<Record<'name' | 'password' | 'oldPassword', string | null>>,
  caller: Caller,
): void {
  if (name !== null && repositories.accounts.findByName(name) !== undefined) {
    throw apiError('SYS.1007', `unable to update name. An account already called ${name}`);
  }
  if (oldPassword !== null && !isPassword(oldPassword, account.passwordHash)) {
    throw apiError(
      'SYS.1006',
      `old password is not equal to the original password, cannot update the password of account[uuid: ${account.uuid}]`,
    );
  }
  if (isSystemAdmin(repositories, caller)) {
    if (name !== null && account.uuid === ADMIN_ACCOUNT_UUID) {
      throw apiError('SYS.1006', 'the name of admin account cannot be updated');
    }
    // Of admins the first alone sets passwords: whosever, its own words notwithstanding.
    if (password !== null && caller.accountUuid !== ADMIN_ACCOUNT_UUID) {
      throw apiError('SYS.1006', "only admin account can update it's password");
    }
    return;
  }
  if (account.uuid !== caller.accountUuid) {
    throw apiError(
      'SYS.1006',
      `account[uuid: ${account.uuid}, name: ${account.name}] is a normal account, it cannot reset the password of another account[uuid: ${account.uuid}]`,
    );
  }
}

export function updateAccount(
  world: World,
  account: Account,
  { name, description, passwordHash }: AccountChange,
  now: number,
): void {
  whenGiven({ name, description, passwordHash }, (told) =>
    world.repositories.accounts.update(account, told, now),
  );
}

/** @throws SYS.1007 for the first admin, the caller itself, or another caller than an admin */
export function checkAccountDeletion(
  { repositories }: World,
  account: Account | undefined,
  caller: Caller,
): void {
  if (account?.type === 'SystemAdmin') {
    if (account.uuid === ADMIN_ACCOUNT_UUID && caller.accountUuid !== account.uuid) {
      throw apiError('SYS.1007', 'cannot delete builtin admin account.');
    }
    if (account.uuid === caller.accountUuid) {
      throw apiError('SYS.1007', 'account cannot delete itself');
    }
  }
  if (!isSystemAdmin(repositories, caller)) {
    throw apiError('SYS.1007', 'Only admin can delete account.');
  }
}

/** Removes an account with its users; the first admin takes over what it owns. */
export function deleteAccount(world: World, account: Account, now: number): void {
  const { accounts, sessions, sharing, tags } = world.repositories;
  removeUsersOf(world, account.uuid);
  for (const { resourceUuid } of accounts.listOwned(account.uuid)) {
    sharing.removeAll(resourceUuid);
    accounts.giveTo(ADMIN_ACCOUNT_UUID, resourceUuid, now);
  }
  sessions.removeOfAccount(account.uuid);
  tags.removeAll(account.uuid);
  // Its quotas, access keys and what was shared with it go by their foreign keys.
  accounts.remove(account.uuid);
}
