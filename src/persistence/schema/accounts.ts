import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ACCOUNT_TYPES, type OwnedResourceType } from '../../domain/account/account.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';

export const accounts = sqliteTable(
  'accounts',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    type: text('type', { enum: ACCOUNT_TYPES }).notNull(),
    passwordHash: text('password_hash').notNull(),
    ...dates,
  },
  (table) => [
    uniqueIndex('accounts_name').on(table.name),
    check('accounts_type', isOneOf(table.type, ACCOUNT_TYPES)),
  ],
);

export const sessions = sqliteTable(
  'sessions',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    accountUuid: uuidColumn('account_uuid')
      .notNull()
      .references(() => accounts.uuid, { onDelete: 'cascade' }),
    userUuid: uuidColumn('user_uuid').notNull(),
    userType: text('user_type').notNull(),
    expiredDate: integer('expired_date').notNull(),
    isPermanent: booleanColumn('is_permanent'),
    createDate: integer('create_date').notNull(),
  },
  (table) => [
    index('sessions_account').on(table.accountUuid, table.expiredDate),
    index('sessions_expired_date').on(table.expiredDate),
  ],
);

/** Who owns what. `resource_uuid` points at tables of several kinds, so it is no foreign key. */
export const accountResourceRefs = sqliteTable(
  'account_resource_refs',
  {
    resourceUuid: uuidColumn('resource_uuid').primaryKey(),
    resourceType: text('resource_type').$type<OwnedResourceType>().notNull(),
    accountUuid: uuidColumn('account_uuid')
      .notNull()
      .references(() => accounts.uuid),
  },
  (table) => [index('account_resource_refs_account').on(table.accountUuid, table.resourceType)],
);
