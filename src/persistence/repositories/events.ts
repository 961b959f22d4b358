import { and, asc, eq, getTableColumns, gt, lte, sql } from 'drizzle-orm';
import type { Causes } from '../../domain/event/causes.js';
import type { EventRepository } from '../../domain/event/event.js';
import type { Database } from '../database.js';
import { writing } from '../lost-transactions.js';
import { events } from '../schema/index.js';
import { queries, ReadStatement, rowLimit } from '../statement.js';
import { deleteWhere } from '../table-statements.js';

/** So many events are kept; the oldest go, a thousand at a time. */
const KEPT = 100_000;
const PURGED_AT_ONCE = 1000;

const columns = getTableColumns(events);
const isLater = gt(events.id, sql.placeholder('since'));
const list = new ReadStatement(columns, () =>
  queries.select().from(events).where(isLater).orderBy(asc(events.id)).limit(rowLimit('limit')),
);
const listOf = new ReadStatement(columns, () =>
  queries
    .select()
    .from(events)
    .where(and(eq(events.resourceUuid, sql.placeholder('resourceUuid')), isLater))
    .orderBy(asc(events.id))
    .limit(rowLimit('limit')),
);
const purge = deleteWhere(events, lte(events.id, sql.placeholder('last')));

/** Written with every transition: by hand, because a tenth of a creation's statements are these. */
const INSERT = `insert into events
  (date, resource_type, resource_uuid, on_uuid, field, before, after, cause_kind, cause, job_uuid)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function createEventRepository(database: Database, causes: Causes): EventRepository {
  const insert = database.prepare(INSERT);
  return {
    record({ resourceType, resourceUuid, onUuid, field, before, after }, date) {
      if (causes.isQuiet) return;
      const { kind, name, jobUuid } = causes.current;
      const what = [resourceType, resourceUuid, onUuid, field, before, after];
      const { lastInsertRowid } = writing(database, () =>
        insert.run(date, ...what, kind, name, jobUuid),
      );
      const id = Number(lastInsertRowid);
      if (id % PURGED_AT_ONCE === 0) purge.run(database, { last: id - KEPT });
    },
    list: ({ resourceUuid, since, limit }) =>
      resourceUuid === null
        ? list.all(database, { since, limit })
        : listOf.all(database, { resourceUuid, since, limit }),
  };
}
