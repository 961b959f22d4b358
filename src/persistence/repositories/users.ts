import { and, asc, eq, getTableColumns, or, sql } from 'drizzle-orm';
import type {
  PolicyRepository,
  UserGroupRepository,
  UserRepository,
} from '../../domain/user/user.js';
import type { Database } from '../database.js';
import {
  policies,
  userGroupPolicies,
  userGroups,
  userGroupUsers,
  userPolicies,
  users,
} from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

type Named = typeof users | typeof userGroups | typeof policies;

/** Rows of an account: all, or those of a name, in any case. */
const ofAccount = <T extends Named>(table: T) =>
  rowsWhere(table, eq(table.accountUuid, sql.placeholder('accountUuid')));
const ofName = <T extends Named>(table: T) =>
  rowsWhere(
    table,
    and(
      eq(table.accountUuid, sql.placeholder('accountUuid')),
      sql`${table.name} = ${sql.placeholder('name')} collate nocase`,
    ),
  );

const userStore = defineRowStore(users, ['name', 'description', 'passwordHash']);
const usersOfName = ofName(users);
const usersOfAccount = ofAccount(users);

export function createUserRepository(database: Database): UserRepository {
  return {
    ...userStore.open(database),
    findByName: (accountUuid, name) => usersOfName.get(database, { accountUuid, name }),
    listByAccount: (accountUuid) => usersOfAccount.all(database, { accountUuid }),
  };
}

const groupStore = defineRowStore(userGroups, ['name', 'description']);
const groupsOfName = ofName(userGroups);
const groupsOfAccount = ofAccount(userGroups);
const addMember = insertInto(userGroupUsers, ['id']);
const firstMembership = sql`(select min(id) from user_group_users
  where group_uuid = ${sql.placeholder('groupUuid')} and user_uuid = ${sql.placeholder('userUuid')})`;
const removeMember = deleteWhere(userGroupUsers, sql`${userGroupUsers.id} = ${firstMembership}`);

export function createUserGroupRepository(database: Database): UserGroupRepository {
  return {
    ...groupStore.open(database),
    findByName: (accountUuid, name) => groupsOfName.get(database, { accountUuid, name }),
    listByAccount: (accountUuid) => groupsOfAccount.all(database, { accountUuid }),
    addUser(groupUuid, userUuid, now) {
      addMember.run(database, { groupUuid, userUuid, createDate: now, lastOpDate: now });
    },
    removeUser: (groupUuid, userUuid) => void removeMember.run(database, { groupUuid, userUuid }),
  };
}

const policyStore = defineRowStore(policies);
const policiesOfName = ofName(policies);
const policiesOfAccount = ofAccount(policies);
const policiesOfUser = new ReadStatement(getTableColumns(policies), () =>
  queries
    .select()
    .from(policies)
    .where(
      or(
        sql`${policies.uuid} in (select policy_uuid from user_policies where user_uuid = ${sql.placeholder('userUuid')})`,
        sql`${policies.uuid} in (select p.policy_uuid from user_group_policies p
          join user_group_users u on u.group_uuid = p.group_uuid where u.user_uuid = ${sql.placeholder('userUuid')})`,
      ),
    )
    .orderBy(asc(sql`${policies}.rowid`)),
);
const insertOfUser = insertInto(userPolicies, ['id']);
const ofUser = and(
  eq(userPolicies.policyUuid, sql.placeholder('policyUuid')),
  eq(userPolicies.userUuid, sql.placeholder('userUuid')),
);
const findOfUser = rowsWhere(userPolicies, ofUser);
const removeOfUser = deleteWhere(userPolicies, sql`${ofUser}`);
const insertOfGroup = insertInto(userGroupPolicies, ['id']);
const ofGroup = and(
  eq(userGroupPolicies.policyUuid, sql.placeholder('policyUuid')),
  eq(userGroupPolicies.groupUuid, sql.placeholder('groupUuid')),
);
const findOfGroup = rowsWhere(userGroupPolicies, ofGroup);
const removeOfGroup = deleteWhere(userGroupPolicies, sql`${ofGroup}`);

export function createPolicyRepository(database: Database): PolicyRepository {
  return {
    ...policyStore.open(database),
    findByName: (accountUuid, name) => policiesOfName.get(database, { accountUuid, name }),
    listByAccount: (accountUuid) => policiesOfAccount.all(database, { accountUuid }),
    listOfUser: (userUuid) => policiesOfUser.all(database, { userUuid }),
    attachToUser(policyUuid, userUuid, now) {
      if (findOfUser.get(database, { policyUuid, userUuid })) return;
      insertOfUser.run(database, { policyUuid, userUuid, createDate: now, lastOpDate: now });
    },
    detachFromUser: (policyUuid, userUuid) =>
      void removeOfUser.run(database, { policyUuid, userUuid }),
    attachToGroup(policyUuid, groupUuid, now) {
      if (findOfGroup.get(database, { policyUuid, groupUuid })) return;
      insertOfGroup.run(database, { policyUuid, groupUuid, createDate: now, lastOpDate: now });
    },
    detachFromGroup: (policyUuid, groupUuid) =>
      void removeOfGroup.run(database, { policyUuid, groupUuid }),
  };
}
