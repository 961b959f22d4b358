import { DEFAULT_READ, POLICY_EFFECTS } from '../../domain/user/user.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { isDefault } from './memberships.js';
import { datesOf, listOf, rowsOf, textOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

/** Nobody tells a password: after the capture all users have this one. */
const PASSWORD = 'password';

/** A policy; undefined for the one that its account has by itself, and for one that the emulator cannot have. */
export function policyOf(cloud: Cloud, row: Row) {
  if (isDefault(row)) return undefined;
  const naming = cloud.keys.naming('policy', row);
  const statements = rowsOf(row, 'statements').flatMap((statement) => {
    const effect = POLICY_EFFECTS.find((known) => known === textOf(statement, 'effect'));
    const actions = listOf(statement, 'actions').map(String);
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
