import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { accounts } from './accounts.js';
import { dates, uuidColumn } from './columns.js';

/** Users of accounts: each may do what policies of the account let it do. */
export const users = sqliteTable(
  'users',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    accountUuid: uuidColumn('account_uuid')
      .notNull()
      .references(() => accounts.uuid, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    passwordHash: text('password_hash').notNull(),
    ...dates,
  },
  (table) => [uniqueIndex('users_name').on(table.accountUuid, table.name)],
);

export const userGroups = sqliteTable(
  'user_groups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    accountUuid: uuidColumn('account_uuid')
      .notNull()
      .references(() => accounts.uuid, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    ...dates,
  },
  (table) => [index('user_groups_account').on(table.accountUuid)],
);

/** `statements`: JSON; null of the policy of each account that allows everything that only looks. */
export const policies = sqliteTable(
  'policies',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    accountUuid: uuidColumn('account_uuid')
      .notNull()
      .references(() => accounts.uuid, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    statements: text('statements'),
    ...dates,
  },
  (table) => [index('policies_account').on(table.accountUuid, table.name)],
);

/** A user may be in a group more than once, as in the real system. */
export const userGroupUsers = sqliteTable(
  'user_group_users',
  {
    id: integer('id').primaryKey(),
    userUuid: uuidColumn('user_uuid')
      .notNull()
      .references(() => users.uuid, { onDelete: 'cascade' }),
    groupUuid: uuidColumn('group_uuid')
      .notNull()
      .references(() => userGroups.uuid, { onDelete: 'cascade' }),
    ...dates,
  },
  (table) => [
    index('user_group_users_user').on(table.userUuid),
    index('user_group_users_group').on(table.groupUuid),
  ],
);

export const userPolicies = sqliteTable(
  'user_policies',
  {
    id: integer('id').primaryKey(),
    userUuid: uuidColumn('user_uuid')
      .notNull()
      .references(() => users.uuid, { onDelete: 'cascade' }),
    policyUuid: uuidColumn('policy_uuid')
      .notNull()
      .references(() => policies.uuid, { onDelete: 'cascade' }),
    ...dates,
  },
  (table) => [
    uniqueIndex('user_policies_once').on(table.userUuid, table.policyUuid),
    index('user_policies_policy').on(table.policyUuid),
  ],
);

export const userGroupPolicies = sqliteTable(
  'user_group_policies',
  {
    id: integer('id').primaryKey(),
    groupUuid: uuidColumn('group_uuid')
      .notNull()
      .references(() => userGroups.uuid, { onDelete: 'cascade' }),
    policyUuid: uuidColumn('policy_uuid')
      .notNull()
      .references(() => policies.uuid, { onDelete: 'cascade' }),
    ...dates,
  },
  (table) => [
    uniqueIndex('user_group_policies_once').on(table.groupUuid, table.policyUuid),
    index('user_group_policies_policy').on(table.policyUuid),
  ],
);
