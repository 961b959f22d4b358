import { and, count, eq, getTableColumns, gt, lte, sql } from 'drizzle-orm';
import type { AccountRepository, SessionRepository } from '../../domain/account/account.js';
import type { Database } from '../database.js';
import { accountResourceRefs, accounts, sessions } from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const insertAccount = insertInto(accounts);
const findAccount = new ReadStatement(getTableColumns(accounts), () =>
  queries
    .select()
    .from(accounts)
    .where(eq(accounts.uuid, sql.placeholder('uuid'))),
);
const findAccountByName = new ReadStatement(getTableColumns(accounts), () =>
  queries
    .select()
    .from(accounts)
    .where(eq(accounts.name, sql.placeholder('name'))),
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

export function createAccountRepository(database: Database): AccountRepository {
  return {
    insert: (account) => void insertAccount.run(database, { ...account }),
    find: (uuid) => findAccount.get(database, { uuid }),
    findByName: (name) => findAccountByName.get(database, { name }),
    own: (accountUuid, resourceUuid, resourceType) =>
      void own.run(database, { accountUuid, resourceUuid, resourceType }),
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
        gt(sessions.expiredDate, sql.placeholder('now')),
      ),
    ),
);

export function createSessionRepository(database: Database): SessionRepository {
  return {
    insert: (session) => void insertSession.run(database, { ...session }),
    find: (uuid) => findSession.get(database, { uuid }),
    prolong: (uuid, expiredDate) => void prolongSession.run(database, { uuid, expiredDate }),
    remove: (uuid) => void removeSession.run(database, { uuid }),
    countActive: (accountUuid, now) =>
      countActiveSessions.get(database, { accountUuid, now })?.number ?? 0,
    removeExpired: (now) => void removeExpiredSessions.run(database, { now }),
  };
}
