import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ACCESS_KEY_STATES } from '../../domain/account/access-key.js';
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
    createDate: integer('create_date').notNull().default(0),
    lastOpDate: integer('last_op_date').notNull().default(0),
  },
  (table) => [index('account_resource_refs_account').on(table.accountUuid, table.resourceType)],
);

/** Who may use what belongs to somebody else: one account, or (without a receiver) everybody. */
export const sharedResources = sqliteTable(
  'shared_resources',
  {
    id: integer('id').primaryKey(),
    ownerAccountUuid: uuidColumn('owner_account_uuid')
      .notNull()
      .references(() => accounts.uuid),
    receiverAccountUuid: uuidColumn('receiver_account_uuid').references(() => accounts.uuid, {
      onDelete: 'cascade',
    }),
    toPublic: booleanColumn('to_public'),
    resourceType: text('resource_type').$type<OwnedResourceType>().notNull(),
    resourceUuid: uuidColumn('resource_uuid')
      .notNull()
      .references(() => accountResourceRefs.resourceUuid, { onDelete: 'cascade' }),
    ...dates,
  },
  (table) => [
    uniqueIndex('shared_resources_once').on(table.resourceUuid, table.receiverAccountUuid),
    index('shared_resources_receiver').on(table.receiverAccountUuid),
    uniqueIndex('shared_resources_public')
      .on(table.resourceUuid)
      .where(sql`${table.toPublic} = 1`),
    index('shared_resources_owner').on(table.ownerAccountUuid),
    check(
      'shared_resources_public',
      sql`(${table.receiverAccountUuid} is null) = (${table.toPublic} = 1)`,
    ),
  ],
);

/** What an account may have at most. */
export const quotas = sqliteTable(
  'quotas',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    identityUuid: uuidColumn('identity_uuid')
      .notNull()
      .references(() => accounts.uuid, { onDelete: 'cascade' }),
    identityType: text('identity_type').notNull(),
    value: integer('value').notNull(),
    ...dates,
  },
  (table) => [uniqueIndex('quotas_once').on(table.identityUuid, table.name)],
);

/** Keys that sign requests. The secret is kept as it is: the signature is made with it. */
export const accessKeys = sqliteTable(
  'access_keys',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    description: text('description'),
    accountUuid: uuidColumn('account_uuid')
      .notNull()
      .references(() => accounts.uuid, { onDelete: 'cascade' }),
    userUuid: uuidColumn('user_uuid').notNull(),
    accessKeyId: text('access_key_id').notNull(),
    accessKeySecret: text('access_key_secret').notNull(),
    state: text('state', { enum: ACCESS_KEY_STATES }).notNull(),
    ...dates,
  },
  (table) => [
    uniqueIndex('access_keys_id').on(table.accessKeyId),
    index('access_keys_account').on(table.accountUuid),
    check('access_keys_state', isOneOf(table.state, ACCESS_KEY_STATES)),
  ],
);
