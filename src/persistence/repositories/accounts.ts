import { and, count, eq, getTableColumns, gt, isNull, lte, sql } from 'drizzle-orm';
import type { AccessKeyRepository } from '../../domain/account/access-key.js';
import type {
  AccountRepository,
  SessionRepository,
  SharingRepository,
} from '../../domain/account/account.js';
import type { Database } from '../database.js';
import {
  accessKeys,
  accountResourceRefs,
  accounts,
  sessions,
  sharedResources,
} from '../schema/index.js';
import type { RowCache } from '../row-cache.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const accountStore = defineRowStore(accounts, ['name', 'description', 'passwordHash']);
const findAccountByName = new ReadStatement(getTableColumns(accounts), () =>
  queries
    .select()
    .from(accounts)
    .where(eq(accounts.name, sql.placeholder('name'))),
);
/** Without regard to case, as the real database; of worlds from before that have several, the oldest. */
const findAccountBySameName = new ReadStatement(getTableColumns(accounts), () =>
  queries
    .select()
    .from(accounts)
    .where(sql`${accounts.name} = ${sql.placeholder('name')} collate nocase`)
    .orderBy(sql`${accounts}.rowid`)
    .limit(1),
);
const own = insertInto(accountResourceRefs);
const disown = new WriteStatement(() =>
  queries
    .delete(accountResourceRefs)
    .where(eq(accountResourceRefs.resourceUuid, sql.placeholder('resourceUuid'))),
);
const findOwner = new ReadStatement({ accountUuid: accountResourceRefs.accountUuid }, () =>
  queries
    .select({ accountUuid: accountResourceRefs.accountUuid })
    .from(accountResourceRefs)
    .where(eq(accountResourceRefs.resourceUuid, sql.placeholder('resourceUuid'))),
);

const listOwned = rowsWhere(
  accountResourceRefs,
  eq(accountResourceRefs.accountUuid, sql.placeholder('accountUuid')),
);
const findRef = rowsWhere(
  accountResourceRefs,
  eq(accountResourceRefs.resourceUuid, sql.placeholder('resourceUuid')),
);
const giveTo = new WriteStatement(() =>
  queries
    .update(accountResourceRefs)
    .set({
      accountUuid: sql`${sql.placeholder('accountUuid')}`,
      lastOpDate: sql`${sql.placeholder('now')}`,
    })
    .where(eq(accountResourceRefs.resourceUuid, sql.placeholder('resourceUuid'))),
);
export function createAccountRepository(
  database: Database,
  rows: RowCache,
  now: () => number,
): AccountRepository {
  const store = accountStore.open(database, rows);
  return {
    ...store,
    findByName: (name) =>
      findAccountByName.get(database, { name }) ?? findAccountBySameName.get(database, { name }),
    listOwned: (accountUuid) => listOwned.all(database, { accountUuid }),
    findRef: (resourceUuid) => findRef.get(database, { resourceUuid }),
    giveTo: (accountUuid, resourceUuid, date) =>
      void giveTo.run(database, { accountUuid, resourceUuid, now: date }),
    own(accountUuid, resourceUuid, resourceType) {
      const date = now();
      const dates = { createDate: date, lastOpDate: date };
      own.run(database, { accountUuid, resourceUuid, resourceType, ...dates });
    },
    disown: (resourceUuid) => void disown.run(database, { resourceUuid }),
    findOwner: (resourceUuid) => findOwner.get(database, { resourceUuid })?.accountUuid,
  };
}

const activeSessions = { number: count().as('number') };
const insertSession = insertInto(sessions);
const findSession = new ReadStatement(getTableColumns(sessions), () =>
  queries
    .select()
    .from(sessions)
    .where(eq(sessions.uuid, sql.placeholder('uuid'))),
);
const prolongSession = new WriteStatement(() =>
  queries
    .update(sessions)
    .set({ expiredDate: sql`${sql.placeholder('expiredDate')}` })
    .where(eq(sessions.uuid, sql.placeholder('uuid'))),
);
const removeSession = new WriteStatement(() =>
  queries.delete(sessions).where(eq(sessions.uuid, sql.placeholder('uuid'))),
);
const removeSessionsOfAccount = deleteWhere(
  sessions,
  eq(sessions.accountUuid, sql.placeholder('accountUuid')),
);
const removeSessionsOfUser = new WriteStatement(() =>
  queries
    .delete(sessions)
    .where(
      and(
        eq(sessions.accountUuid, sql.placeholder('accountUuid')),
        eq(sessions.userUuid, sql.placeholder('userUuid')),
      ),
    ),
);
const removeExpiredSessions = new WriteStatement(() =>
  queries.delete(sessions).where(lte(sessions.expiredDate, sql.placeholder('now'))),
);
const countActiveSessions = new ReadStatement(activeSessions, () =>
  queries
    .select(activeSessions)
    .from(sessions)
    .where(
      and(
        eq(sessions.accountUuid, sql.placeholder('accountUuid')),
        eq(sessions.userUuid, sql.placeholder('userUuid')),
        gt(sessions.expiredDate, sql.placeholder('now')),
      ),
    ),
);

export function createSessionRepository(database: Database, rows: RowCache): SessionRepository {
  return {
    insert: (session) => void insertSession.run(database, { ...session }),
    find: (uuid) => rows.read(sessions, uuid, () => findSession.get(database, { uuid })),
    prolong(uuid, expiredDate) {
      rows.change(sessions, uuid, { expiredDate });
      prolongSession.run(database, { uuid, expiredDate });
    },
    remove(uuid) {
      rows.forget(uuid);
      removeSession.run(database, { uuid });
    },
    removeOfAccount(accountUuid) {
      rows.forgetAll();
      removeSessionsOfAccount.run(database, { accountUuid });
    },
    removeOfUser(accountUuid, userUuid) {
      rows.forgetAll();
      removeSessionsOfUser.run(database, { accountUuid, userUuid });
    },
    countActive: (accountUuid, userUuid, now) =>
      countActiveSessions.get(database, { accountUuid, userUuid, now })?.number ?? 0,
    removeExpired(now) {
      rows.forgetAll();
      removeExpiredSessions.run(database, { now });
    },
  };
}

const insertShared = insertInto(sharedResources, ['id']);
const ofResource = eq(sharedResources.resourceUuid, sql.placeholder('resourceUuid'));
const withReceiver = and(
  ofResource,
  eq(sharedResources.receiverAccountUuid, sql.placeholder('receiverAccountUuid')),
);
const withEverybody = and(ofResource, isNull(sharedResources.receiverAccountUuid));
const allShared = rowsWhere(sharedResources, ofResource);
const sharedWith = rowsWhere(sharedResources, withReceiver);
const sharedWithEverybody = rowsWhere(sharedResources, withEverybody);
const removeShared = new WriteStatement(() => queries.delete(sharedResources).where(withReceiver));
const removePublic = new WriteStatement(() => queries.delete(sharedResources).where(withEverybody));
const removeAllShared = deleteWhere(sharedResources, ofResource);

export function createSharingRepository(database: Database): SharingRepository {
  return {
    insert: (shared) => void insertShared.run(database, { ...shared }),
    list: (resourceUuid) => allShared.all(database, { resourceUuid }),
    has: (resourceUuid, receiverAccountUuid) =>
      (receiverAccountUuid === null
        ? sharedWithEverybody.get(database, { resourceUuid })
        : sharedWith.get(database, { resourceUuid, receiverAccountUuid })) !== undefined,
    remove(resourceUuid, receiverAccountUuid) {
      if (receiverAccountUuid === null) removePublic.run(database, { resourceUuid });
      else removeShared.run(database, { resourceUuid, receiverAccountUuid });
    },
    removeAll: (resourceUuid) => void removeAllShared.run(database, { resourceUuid }),
  };
}

const keyStore = defineRowStore(accessKeys, ['state']);
const findByKeyId = rowsWhere(
  accessKeys,
  eq(accessKeys.accessKeyId, sql.placeholder('accessKeyId')),
);
const keysOfAccount = { number: count().as('number') };
const countKeys = new ReadStatement(keysOfAccount, () =>
  queries
    .select(keysOfAccount)
    .from(accessKeys)
    .where(eq(accessKeys.accountUuid, sql.placeholder('accountUuid'))),
);

export function createAccessKeyRepository(database: Database): AccessKeyRepository {
  const store = keyStore.open(database);
  return {
    ...store,
    findByKeyId: (accessKeyId) => findByKeyId.get(database, { accessKeyId }),
    countOfAccount: (accountUuid) => countKeys.get(database, { accountUuid })?.number ?? 0,
  };
}
