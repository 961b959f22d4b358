import { clientPasswordDigest, hashPassword } from '../../domain/account/password.js';
import { DEFAULT_READ, RESET_PASSWORD } from '../../domain/user/user.js';
import { checkNewGroup } from '../../services/users/groups.js';
import { checkStatements } from '../../services/users/policies.js';
import { checkNewUser } from '../../services/users/users.js';
import { callerOfAccount } from '../../services/accounts/sessions.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillPolicy(filling: Filling, made: Made<EntryOf<'policies'>>): void {
  const uuid = filling.uuidOf('policy', made);
  const accountUuid = filling.find('account', made.account);
  const dates = filling.datesOf(made);
  checkStatements(made.statements, callerOfAccount(accountUuid));
  filling.write(() =>
    filling.world.repositories.policies.insert({
      uuid,
      accountUuid,
      name: made.name,
      statements: JSON.stringify(made.statements),
      ...dates,
    }),
  );
  own(filling, 'PolicyVO', uuid, made, dates.createDate);
  tag(filling, 'PolicyVO', uuid, made, dates.createDate);
}

/** A policy of the seed, or the one that the account has by itself; it must be the account's. */
function policyOf(filling: Filling, accountUuid: string, name: string): string {
  const { policies } = filling.world.repositories;
  const uuid = filling.lookUp('policy', name) ?? policies.findByName(accountUuid, name)?.uuid;
  if (uuid === undefined) return filling.find('policy', name);
  const policy = policies.find(uuid);
  if (policy && policy.accountUuid !== accountUuid) {
    throw new Refused(`the policy '${name}' is another account's`);
  }
  return uuid;
}

export function fillUserGroup(filling: Filling, made: Made<EntryOf<'userGroups'>>): void {
  const { world } = filling;
  const uuid = filling.uuidOf('user-group', made);
  const accountUuid = filling.find('account', made.account);
  const dates = filling.datesOf(made);
  checkNewGroup(world, accountUuid, made.name);
  const policies = made.policies.map((name) => policyOf(filling, accountUuid, name));
  const { name, description } = made;
  filling.write(() => {
    world.repositories.userGroups.insert({ uuid, accountUuid, name, description, ...dates });
    for (const policy of policies) {
      world.repositories.policies.attachToGroup(policy, uuid, dates.createDate);
    }
  });
  own(filling, 'UserGroupVO', uuid, made, dates.createDate);
  tag(filling, 'UserGroupVO', uuid, made, dates.createDate);
}

/** What a user of the account is given where nothing is said. */
function usualPolicies({ world }: Filling, accountUuid: string): string[] {
  return [DEFAULT_READ, RESET_PASSWORD].flatMap(
    (name) => world.repositories.policies.findByName(accountUuid, name)?.uuid ?? [],
  );
}

export function fillUser(filling: Filling, made: Made<EntryOf<'users'>>): void {
  const { world } = filling;
  const { users, userGroups, policies } = world.repositories;
  const uuid = filling.uuidOf('user', made);
  const accountUuid = filling.find('account', made.account);
  const dates = filling.datesOf(made);
  checkNewUser(world, accountUuid, made.name);
  const groups = made.groups.map((name) => filling.find('user-group', name));
  const foreign = groups.find((group) => userGroups.find(group)?.accountUuid !== accountUuid);
  if (filling.isSound && foreign !== undefined) {
    throw new Refused('it is in a group of another account');
  }
  const given =
    made.policies?.map((name) => policyOf(filling, accountUuid, name)) ??
    usualPolicies(filling, accountUuid);
  const { name, description, password } = made;
  filling.write(() => {
    users.insert({
      uuid,
      accountUuid,
      name,
      description,
      passwordHash: hashPassword(
        clientPasswordDigest(password),
        filling.derive('salt', `user/${password}`),
      ),
      ...dates,
    });
    for (const group of groups) userGroups.addUser(group, uuid, dates.createDate);
    for (const policy of given) policies.attachToUser(policy, uuid, dates.createDate);
  });
  own(filling, 'UserVO', uuid, made, dates.createDate);
  tag(filling, 'UserVO', uuid, made, dates.createDate);
}
