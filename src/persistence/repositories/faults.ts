import { eq, sql } from 'drizzle-orm';
import type {
  FaultAction,
  FaultMatch,
  FaultRepository,
  FaultRule,
} from '../../domain/fault/fault.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { faults } from '../schema/index.js';
import { queries, WriteStatement } from '../statement.js';
import { deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const insert = insertInto(faults);
const list = rowsWhere(faults, undefined);
const isThis = eq(faults.uuid, sql.placeholder('uuid'));
const remove = deleteWhere(faults, isThis);
const count = new WriteStatement(() =>
  queries
    .update(faults)
    .set({ matched: sql`${sql.placeholder('matched')}`, hits: sql`${sql.placeholder('hits')}` })
    .where(isThis),
);
const clear = new WriteStatement(() => queries.delete(faults));

/** Asked at every step of every flow, changed hardly ever: the rules are kept in memory. */
export function createFaultRepository(database: Database, rows: RowCache): FaultRepository {
  let rules: FaultRule[] | undefined;
  const forget = () => {
    rules = undefined;
  };
  rows.whenUndone(forget);
  const changing =
    <Parameters extends unknown[], Result>(change: (...given: Parameters) => Result) =>
    (...given: Parameters): Result => {
      forget();
      return change(...given);
    };
  return {
    insert: changing((rule) => {
      const { match, action } = rule;
      insert.run(database, {
        ...rule,
        match: JSON.stringify(match),
        action: JSON.stringify(action),
      });
    }),
    list() {
      rules ??= list.all(database, {}).map((row) => ({
        ...row,
        match: JSON.parse(row.match) as FaultMatch,
        action: JSON.parse(row.action) as FaultAction,
      }));
      return rules;
    },
    count: changing((uuid, matched, hits) => void count.run(database, { uuid, matched, hits })),
    remove: changing((uuid) => remove.run(database, { uuid }) === 1),
    clear: changing(() => void clear.run(database, {})),
  };
}
