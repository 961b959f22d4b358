import { DEFAULT_READ } from '../../domain/user/user.js';
import type { Ask } from './ask-all.js';
import { inventoriesOf, textOf, uuidOf, type Row } from './rows.js';

/** Which users are in which groups and have which policies, by uuids. */
export interface Memberships {
  readonly groupsOfUsers: ReadonlyMap<string, readonly string[]>;
  readonly policiesOfUsers: ReadonlyMap<string, readonly string[]>;
  readonly policiesOfGroups: ReadonlyMap<string, readonly string[]>;
}

/** Asks for each group and policy who is in it or has it: only where there are users or groups at all. */
export async function readMemberships(
  ask: Ask,
  users: readonly Row[],
  groups: readonly Row[],
  policies: readonly Row[],
): Promise<Memberships> {
  const uuidsOf = async (path: string) => {
    const answer = await ask(`${path}&fields=uuid&limit=1000000`);
    return inventoriesOf(answer).map((row) => uuidOf(row));
  };
  const found = {
    groupsOfUsers: new Map<string, string[]>(),
    policiesOfUsers: new Map<string, string[]>(),
    policiesOfGroups: new Map<string, string[]>(),
  };
  const add = (to: Map<string, string[]>, holders: readonly string[], what: string) => {
    for (const holder of holders) to.set(holder, [...(to.get(holder) ?? []), what]);
  };
  const accounts = new Set([...users, ...groups].map((row) => textOf(row, 'accountUuid')));
  if (users.length > 0) {
    for (const uuid of groups.map((row) => uuidOf(row))) {
      add(found.groupsOfUsers, await uuidsOf(`/accounts/users?q=group.uuid=${uuid}`), uuid);
    }
  }
  for (const policy of policies) {
    if (!accounts.has(textOf(policy, 'accountUuid'))) continue;
    const uuid = uuidOf(policy);
    add(found.policiesOfUsers, await uuidsOf(`/accounts/users?q=policy.uuid=${uuid}`), uuid);
    add(found.policiesOfGroups, await uuidsOf(`/accounts/groups?q=policy.uuid=${uuid}`), uuid);
  }
  return found;
}

/** Every account has it by itself. */
export const isDefault = (row: Row) => textOf(row, 'name') === DEFAULT_READ;

/** The uuids of the policies that accounts have by themselves. */
export const defaultPoliciesAmong = (policies: readonly Row[]): ReadonlySet<string> =>
  new Set(policies.filter(isDefault).map((row) => uuidOf(row)));
