import type { Statement } from 'better-sqlite3';
import { asBytesOfMemory, sizeOf } from './freeze.js';
import { MEMORY_PAGE_SIZE, type Database } from './database.js';

/** So much of the history a copy takes: the last jobs that were made, and the last events. */
const RECENT_JOBS = 200;
const RECENT_EVENTS = 2000;
/** A shorter history goes along whole: to take rows out costs more than to copy the pages they lie in. */
const SHORT_JOBS = 1000;
const SHORT_EVENTS = 5000;
/** To copy the rows of a larger state takes longer than to copy the pages of everything (30 MB/s, 700 MB/s). */
const LARGEST_STATE = 8 * 2 ** 20;

/** The empty tables beside a world into which its copies are made, and what fills them. */
interface Beside {
  readonly fill: readonly Statement[];
}

const prepared = new WeakMap<Database, Beside>();

/**
 * The world as bytes that can be opened again, without all of its history but the last of it: every row of its
 * state, every job that something still needs (tasks, uploads, reservations, long jobs under way), the last done
 * ones, the last events. Undefined where it is better copied whole: its history is short, or its state is large.
 *
 * The rows go into tables in memory beside the world (2 ms for 300 images), are read as bytes and undone; the
 * pages of 60,000 jobs and 100,000 events are not touched.
 */
export function freezeRecent(database: Database): Buffer | undefined {
  if (database.inTransaction || !isLong(database) || stateOf(database) > LARGEST_STATE) {
    return undefined;
  }
  const { fill } = besideOf(database);
  database.exec('BEGIN');
  try {
    for (const statement of fill) statement.run();
    return asBytesOfMemory(database.serialize({ attached: 'copy' }));
  } finally {
    // The tables beside are empty again.
    database.exec('ROLLBACK');
  }
}

const looks = new WeakMap<Database, Statement<[], number>>();

/** Whether there is more history than a copy is to take: asked at each copy, so it is prepared once. */
function isLong(database: Database): boolean {
  let look = looks.get(database);
  if (!look) {
    look = database
      .prepare<[], number>(
        `select exists (select 1 from jobs order by create_date limit 1 offset ${SHORT_JOBS})
          or (select coalesce(max(id) - min(id), 0) from events) > ${SHORT_EVENTS}`,
      )
      .pluck();
    looks.set(database, look);
  }
  return look.get() === 1;
}

/** About what the world takes without its history, in bytes. */
function stateOf(database: Database): number {
  const free = Number(database.pragma('freelist_count', { simple: true }));
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  const history = database
    .prepare<[], number>(
      `select (select count(*) from jobs) * (select coalesce(avg(length(context) + coalesce(length(result), 0)), 0) + 300
          from (select context, result from jobs order by create_date desc limit ${RECENT_JOBS}))
        + (select coalesce(max(id) - min(id), 0) from events) * 200`,
    )
    .pluck()
    .get();
  return sizeOf(database) - free * pageSize - (history ?? 0);
}

function besideOf(database: Database): Beside {
  let beside = prepared.get(database);
  if (!beside) prepared.set(database, (beside = makeBeside(database)));
  return beside;
}

function makeBeside(database: Database): Beside {
  const schema = database
    .prepare<[], { type: string; name: string; sql: string }>(
      `select type, name, sql from main.sqlite_schema where sql is not null and name not like 'sqlite\\_%' escape '\\'
        order by type = 'index'`,
    )
    .all();
  const version = Number(database.pragma('user_version', { simple: true }));
  const application = Number(database.pragma('application_id', { simple: true }));
  const makes = schema.map(({ sql }) => sql.replace(/^CREATE (UNIQUE )?(TABLE|INDEX) /, '$&copy.'));
  database.exec("ATTACH ':memory:' AS copy");
  try {
    database.exec(
      `PRAGMA copy.page_size = ${MEMORY_PAGE_SIZE}; PRAGMA copy.application_id = ${application};
       PRAGMA copy.user_version = ${version}; BEGIN; ${makes.join(';')}; COMMIT`,
    );
    const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => name);
    const needed = jobsNeeded(database);
    const fills = parentsFirst(database, tables).map(
      (table) =>
        `insert into copy."${table}" select * from main."${table}" ${conditionOf(table, needed)}`,
    );
    // The counters of rows that had numbers of their own.
    const counters = [
      'delete from copy.sqlite_sequence',
      'insert into copy.sqlite_sequence select * from main.sqlite_sequence',
    ];
    return { fill: [...fills, ...counters].map((sql) => database.prepare(sql)) };
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.exec('DETACH copy');
    throw error;
  }
}

/** Columns that name a job whose row must be there. */
function jobsNeeded(database: Database): string {
  const references = database
    .prepare<[], string>(
      `select 'select ' || f."from" || ' from main.' || m.name from main.sqlite_schema m, pragma_foreign_key_list(m.name) f
        where m.type = 'table' and f."table" = 'jobs'`,
    )
    .pluck()
    .all();
  const ofLongJobs = 'select inner_job_uuid from main.long_jobs where done_date is null';
  return [...references, ofLongJobs].join(' union all ');
}

function conditionOf(table: string, needed: string): string {
  if (table === 'events') {
    return `where id > (select coalesce(max(id), 0) from main.events) - ${RECENT_EVENTS}`;
  }
  if (table !== 'jobs') return '';
  const recent = `select uuid from (select uuid from main.jobs order by create_date desc limit ${RECENT_JOBS})`;
  return `where uuid in (${recent} union all ${needed})`;
}

/** The tables in an order in which each comes after those that it refers to. */
function parentsFirst(database: Database, tables: readonly string[]): string[] {
  const parents = database
    .prepare<[string], string>('select distinct "table" from pragma_foreign_key_list(?)')
    .pluck();
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const parent of parents.all(table)) if (parent !== table) visit(parent);
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}
