import { DEFAULT_READ, POLICY_EFFECTS } from '../../domain/user/user.js';
import type { Ask } from './ask-all.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, isRow, listOf, rowsOf, textOf, uuidOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

/** Nobody tells a password: after the capture all users have this one. */
const PASSWORD = 'password';

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
    const body = await ask(`${path}&fields=uuid&limit=1000000`);
    return isRow(body) ? rowsOf(body, 'inventories').map((row) => uuidOf(row)) : [];
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
const isDefault = (row: Row) => textOf(row, 'name') === DEFAULT_READ;

/** A policy; undefined for the one that its account has by itself, and for one that the emulator cannot have. */
export function policyOf(cloud: Cloud, row: Row) {
  if (isDefault(row)) return undefined;
  const naming = cloud.keys.naming('policy', row);
  const statements = rowsOf(row, 'statements').flatMap((statement) => {
    const effect = POLICY_EFFECTS.find((known) => known === textOf(statement, 'effect'));
    const actions = textsOf(statement, 'actions') ?? [];
    if (!effect || actions.length === 0) return [];
    return [
      {
        name: textOf(statement, 'name') ?? undefined,
        effect,
        principals: textsOf(statement, 'principals'),
        actions,
        resources: textsOf(statement, 'resources'),
      },
    ];
  });
  if (statements.length === 0) {
    cloud.report.note('policies without statements', naming.name);
    return undefined;
  }
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    statements,
    ...tagsOf(cloud, 'PolicyVO', naming.uuid),
    ...datesOf(row),
  };
}

function textsOf(row: Row, field: string): string[] | undefined {
  const texts = listOf(row, field).map(String);
  return texts.length === 0 ? undefined : texts;
}

export function userGroupOf(cloud: Cloud, row: Row) {
  const naming = cloud.keys.naming('user-group', row);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    policies: policyNames(cloud, cloud.memberships.policiesOfGroups.get(naming.uuid)),
    ...tagsOf(cloud, 'UserGroupVO', naming.uuid),
    ...datesOf(row),
  };
}

export function userOf(cloud: Cloud, row: Row) {
  const naming = cloud.keys.naming('user', row);
  const { groupsOfUsers, policiesOfUsers } = cloud.memberships;
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    password: PASSWORD,
    groups: (groupsOfUsers.get(naming.uuid) ?? []).flatMap(
      (uuid) => cloud.keys.of('user-group', uuid) ?? [],
    ),
    policies: policyNames(cloud, policiesOfUsers.get(naming.uuid)),
    ...tagsOf(cloud, 'UserVO', naming.uuid),
    ...datesOf(row),
  };
}

const policyNames = ({ keys, defaultPolicies }: Cloud, uuids: readonly string[] = []) =>
  uuids.flatMap((uuid) =>
    defaultPolicies.has(uuid) ? DEFAULT_READ : (keys.of('policy', uuid) ?? []),
  );

/** The uuids of the policies that accounts have by themselves. */
export const defaultPoliciesAmong = (policies: readonly Row[]): ReadonlySet<string> =>
  new Set(policies.filter(isDefault).map((row) => uuidOf(row)));
