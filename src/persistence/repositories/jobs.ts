import {
  and,
  asc,
  count,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  sql,
} from 'drizzle-orm';
import type { JobRepository } from '../../domain/job/job.js';
import { BY_HAND, HELD, type TaskRepository } from '../../domain/task/task.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { jobs, tasks, uploads } from '../schema/index.js';
import { queries, ReadStatement, rowLimit, WriteStatement } from '../statement.js';
import { insertInto, rowsWhere } from '../table-statements.js';
import { insertJob, type UnsavedJob } from './unsaved-job.js';

const findJob = new ReadStatement(getTableColumns(jobs), () =>
  queries
    .select()
    .from(jobs)
    .where(eq(jobs.uuid, sql.placeholder('uuid'))),
);
const listJobs = rowsWhere(jobs, undefined);
const listRunning = rowsWhere(jobs, eq(jobs.state, 'Running'));
const jobExists = new ReadStatement({ uuid: jobs.uuid }, () =>
  queries
    .select({ uuid: jobs.uuid })
    .from(jobs)
    .where(eq(jobs.uuid, sql.placeholder('uuid'))),
);
const saveContext = new WriteStatement(() =>
  queries
    .update(jobs)
    .set({ context: sql`${sql.placeholder('context')}` })
    .where(eq(jobs.uuid, sql.placeholder('uuid'))),
);
const finishJob = new WriteStatement(() =>
  queries
    .update(jobs)
    .set({
      state: sql`${sql.placeholder('state')}`,
      context: sql`${sql.placeholder('context')}`,
      result: sql`${sql.placeholder('result')}`,
      doneDate: sql`${sql.placeholder('doneDate')}`,
    })
    .where(eq(jobs.uuid, sql.placeholder('uuid'))),
);

// Web hooks that wait and uploads that go on still need their job.
const purgedJob = {
  uuid: jobs.uuid,
  operation: jobs.operation,
  state: jobs.state,
  doneDate: jobs.doneDate,
};
const purge = new ReadStatement(purgedJob, () => {
  const needed = sql`exists (select 1 from ${tasks} where ${tasks.jobUuid} = ${jobs.uuid})
    or exists (select 1 from ${uploads} where ${uploads.jobUuid} = ${jobs.uuid})`;
  const old = queries
    .select({ uuid: jobs.uuid })
    .from(jobs)
    .where(
      and(
        lt(jobs.createDate, sql.placeholder('date')),
        isNotNull(jobs.doneDate),
        sql`not (${needed})`,
      ),
    )
    .orderBy(asc(jobs.createDate))
    .limit(rowLimit('limit'));
  return queries.delete(jobs).where(inArray(jobs.uuid, old)).returning(purgedJob);
});
// An upload holds the job that opened it for as long as it likes: nobody waits for that one to go.
const any = new ReadStatement({ uuid: jobs.uuid }, () =>
  queries
    .select({ uuid: jobs.uuid })
    .from(jobs)
    .where(sql`not exists (select 1 from ${uploads} where ${uploads.jobUuid} = ${jobs.uuid})`)
    .limit(rowLimit(1)),
);

export function createJobRepository(
  database: Database,
  rows: RowCache,
  unsaved: UnsavedJob,
): JobRepository {
  return {
    insert: (job) => void insertJob.run(database, { ...job }),
    insertLater(job) {
      unsaved.write();
      unsaved.job = job;
    },
    exists(uuid) {
      return unsaved.job?.uuid === uuid || jobExists.get(database, { uuid }) !== undefined;
    },
    find: (uuid) =>
      unsaved.job?.uuid === uuid
        ? unsaved.job
        : rows.read(jobs, uuid, () => findJob.get(database, { uuid })),
    list() {
      unsaved.write();
      return listJobs.all(database, {});
    },
    listRunning() {
      unsaved.write();
      return listRunning.all(database, {});
    },
    purge(date, limit) {
      unsaved.write();
      rows.forgetAll();
      return purge.all(database, { date, limit });
    },
    isEmpty: () => unsaved.job === undefined && any.get(database, {}) === undefined,
    saveContext(uuid, context) {
      unsaved.write();
      saveContext.run(database, { uuid, context });
      rows.change(jobs, uuid, { context });
    },
    finish(uuid, end) {
      const { job } = unsaved;
      if (job?.uuid !== uuid) {
        finishJob.run(database, { uuid, ...end });
        rows.change(jobs, uuid, end);
        return;
      }
      const ended = { ...job, ...end };
      unsaved.job = undefined;
      insertJob.run(database, ended);
      rows.keep(jobs, uuid, ended);
    },
  };
}

const insertTask = insertInto(tasks, ['id']);
const removeTask = new WriteStatement(() =>
  queries.delete(tasks).where(eq(tasks.id, sql.placeholder('id'))),
);
const removeTasksOfJob = new WriteStatement(() =>
  queries.delete(tasks).where(eq(tasks.jobUuid, sql.placeholder('jobUuid'))),
);
const rescheduleTask = new WriteStatement(() =>
  queries
    .update(tasks)
    .set({
      subject: sql`${sql.placeholder('subject')}`,
      dueDate: sql`${sql.placeholder('dueDate')}`,
    })
    .where(eq(tasks.id, sql.placeholder('id'))),
);
const findDue = new ReadStatement(getTableColumns(tasks), () =>
  queries
    .select()
    .from(tasks)
    .where(lte(tasks.dueDate, sql.placeholder('now')))
    .orderBy(asc(tasks.dueDate), asc(tasks.id))
    .limit(rowLimit(1)),
);
const next = new ReadStatement({ dueDate: tasks.dueDate }, () =>
  queries
    .select({ dueDate: tasks.dueDate })
    .from(tasks)
    .orderBy(asc(tasks.dueDate))
    .limit(rowLimit(1)),
);
const nextOfJob = new ReadStatement({ dueDate: tasks.dueDate }, () =>
  queries
    .select({ dueDate: tasks.dueDate })
    .from(tasks)
    .where(eq(tasks.jobUuid, sql.placeholder('jobUuid')))
    .orderBy(asc(tasks.dueDate))
    .limit(rowLimit(1)),
);
const isChore = and(isNull(tasks.jobUuid), eq(tasks.flow, sql.placeholder('flow')));
const choresOf = rowsWhere(tasks, isChore);
const choreOn = rowsWhere(tasks, and(isChore, eq(tasks.subject, sql.placeholder('subject'))));
const ofJob = eq(tasks.jobUuid, sql.placeholder('jobUuid'));
const listByJob = rowsWhere(tasks, ofJob);
const waitsForPolls = rowsWhere(tasks, and(ofJob, isNotNull(tasks.pollsLeft)));
const countPoll = new WriteStatement(() =>
  queries
    .update(tasks)
    .set({ pollsLeft: sql`${tasks.pollsLeft} - 1` })
    .where(and(ofJob, isNotNull(tasks.pollsLeft))),
);
const endWaiting = new WriteStatement(() =>
  queries
    .update(tasks)
    .set({ dueDate: sql`${sql.placeholder('now')}`, pollsLeft: null })
    .where(and(ofJob, lte(tasks.pollsLeft, 0))),
);
const releaseByHand = new WriteStatement(() =>
  queries
    .update(tasks)
    .set({
      dueDate: sql`${sql.placeholder('now')} + ${sql.placeholder('share')} * coalesce(${tasks.length}, 0)`,
      pollsLeft: null,
    })
    .where(eq(tasks.dueDate, BY_HAND)),
);
const removeChores = new WriteStatement(() =>
  queries.delete(tasks).where(and(isChore, eq(tasks.subject, sql.placeholder('subject')))),
);
const releaseHeld = new WriteStatement(() =>
  queries
    .update(tasks)
    .set({ dueDate: sql`${sql.placeholder('now')}` })
    .where(eq(tasks.dueDate, HELD)),
);
const findTask = rowsWhere(tasks, eq(tasks.id, sql.placeholder('id')));
const listTasks = new ReadStatement(getTableColumns(tasks), () =>
  queries.select().from(tasks).orderBy(asc(tasks.dueDate), asc(tasks.id)).limit(rowLimit('limit')),
);
/** By the index of jobs: thousands of chores that wait cost nothing. */
const listOfJobs = new ReadStatement(getTableColumns(tasks), () =>
  queries
    .select()
    .from(tasks)
    .where(gt(tasks.jobUuid, ''))
    .orderBy(asc(tasks.jobUuid), asc(tasks.dueDate))
    .limit(rowLimit('limit')),
);
const tasksOfJob = { number: count().as('number') };
const countByJob = new ReadStatement(tasksOfJob, () =>
  queries
    .select(tasksOfJob)
    .from(tasks)
    .where(eq(tasks.jobUuid, sql.placeholder('jobUuid'))),
);

export function createTaskRepository(
  database: Database,
  rows: RowCache,
  unsaved: UnsavedJob,
): TaskRepository {
  /** Names of chores that are known to wait: asked with every call. */
  const waiting = new Set<string>();
  rows.whenUndone(() => waiting.clear());
  return {
    insert(task) {
      unsaved.write();
      insertTask.run(database, { length: null, pollsLeft: null, faultUuid: null, ...task });
    },
    remove(id) {
      waiting.clear();
      removeTask.run(database, { id });
    },
    removeByJob: (jobUuid) => void removeTasksOfJob.run(database, { jobUuid }),
    reschedule: (id, subject, dueDate) =>
      void rescheduleTask.run(database, { id, subject, dueDate }),
    // Tasks refer to the row of their job: without one there are none.
    countByJob: (jobUuid) =>
      unsaved.job?.uuid === jobUuid ? 0 : (countByJob.get(database, { jobUuid })?.number ?? 0),
    nextDueDateOfJob: (jobUuid) => nextOfJob.get(database, { jobUuid })?.dueDate,
    hasChore(flow, subject) {
      if (subject !== undefined) return choreOn.get(database, { flow, subject }) !== undefined;
      if (waiting.has(flow)) return true;
      const isWaiting = choresOf.get(database, { flow }) !== undefined;
      if (isWaiting) waiting.add(flow);
      return isWaiting;
    },
    waitsForPolls: (jobUuid) => waitsForPolls.get(database, { jobUuid }) !== undefined,
    listByJob: (jobUuid) => listByJob.all(database, { jobUuid }),
    countPoll(jobUuid, now) {
      countPoll.run(database, { jobUuid });
      return endWaiting.run(database, { jobUuid, now }) > 0;
    },
    releaseByHand: (now, atOnce) =>
      void releaseByHand.run(database, { now, share: atOnce ? 0 : 1 }),
    removeChores(flow, subject) {
      waiting.clear();
      removeChores.run(database, { flow, subject });
    },
    releaseHeld: (now) => void releaseHeld.run(database, { now }),
    find: (id) => findTask.get(database, { id }),
    list: (limit) => listTasks.all(database, { limit }),
    listOfJobs: (limit) => listOfJobs.all(database, { limit }),
    findDue: (now) => findDue.get(database, { now }),
    nextDueDate: () => next.get(database, {})?.dueDate,
  };
}
