import { and, asc, desc, eq, getTableColumns, gt, lte, sql } from 'drizzle-orm';
import type { Causes } from '../../domain/event/causes.js';
import type { EventRepository } from '../../domain/event/event.js';
import type { Statement } from 'better-sqlite3';
import type { Database } from '../database.js';
import type { DeferredWrites } from '../deferred-writes.js';
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
const last = new ReadStatement(columns, () =>
  queries.select().from(events).orderBy(desc(events.id)).limit(rowLimit('limit')),
);
const purge = deleteWhere(events, lte(events.id, sql.placeholder('last')));

/** Written by hand and several at a time, because a creation has half a dozen of them. */
const INSERT = `insert into events
  (date, resource_type, resource_uuid, on_uuid, field, before, after, cause_kind, cause, job_uuid)
  values `;
const ROW = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
const MOST_AT_ONCE = 8;

export function createEventRepository(
  database: Database,
  causes: Causes,
  deferred: DeferredWrites,
): EventRepository {
  const inserts: Statement[] = [];
  let waiting: unknown[][] = [];

  function insert(rows: readonly unknown[][]): void {
    const count = rows.length;
    const statement = (inserts[count] ??= database.prepare(
      INSERT + Array.from({ length: count }, () => ROW).join(', '),
    ));
    const { lastInsertRowid } = writing(database, () => statement.run(...rows.flat()));
    const last = Number(lastInsertRowid);
    const sincePurge = last % PURGED_AT_ONCE;
    if (sincePurge < count) purge.run(database, { last: last - sincePurge - KEPT });
  }

  function flush(): void {
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    for (let i = 0; i < rows.length; i += MOST_AT_ONCE) insert(rows.slice(i, i + MOST_AT_ONCE));
  }

  deferred.add({
    write: flush,
    drop() {
      waiting = [];
    },
  });
  return {
    record({ resourceType, resourceUuid, onUuid, field, before, after }, date) {
      if (causes.isQuiet) return;
      const { kind, name, jobUuid } = causes.current;
      const what = [resourceType, resourceUuid, onUuid, field, before, after];
      waiting.push([date, ...what, kind, name, jobUuid]);
      if (!deferred.isOpen) flush();
    },
    lastId() {
      flush();
      return last.all(database, { limit: 1 })[0]?.id ?? 0;
    },
    list({ resourceUuid, since, limit }) {
      flush();
      return resourceUuid === null
        ? list.all(database, { since, limit })
        : listOf.all(database, { resourceUuid, since, limit });
    },
  };
}
