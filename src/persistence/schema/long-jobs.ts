import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LONG_JOB_STATES } from '../../domain/long-job/long-job.js';
import { dates, isOneOf, uuidColumn } from './columns.js';

export const longJobs = sqliteTable(
  'long_jobs',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    apiId: uuidColumn('api_id').notNull(),
    jobName: text('job_name').notNull(),
    jobData: text('job_data').notNull(),
    jobResult: text('job_result'),
    state: text('state', { enum: LONG_JOB_STATES }).notNull(),
    targetResourceUuid: uuidColumn('target_resource_uuid'),
    managementNodeUuid: uuidColumn('management_node_uuid'),
    // The job that does the work; another one after each rerun.
    innerJobUuid: uuidColumn('inner_job_uuid').notNull(),
    executeTime: integer('execute_time'),
    doneDate: integer('done_date'),
    ...dates,
  },
  (table) => [
    index('long_jobs_inner').on(table.innerJobUuid),
    index('long_jobs_api').on(table.apiId),
    index('long_jobs_target').on(table.targetResourceUuid),
    check('long_jobs_state', isOneOf(table.state, LONG_JOB_STATES)),
  ],
);

/** The last word on the progress of work that has ended, until it is forgotten. */
export const taskProgresses = sqliteTable(
  'task_progresses',
  {
    apiId: uuidColumn('api_id').primaryKey(),
    taskName: text('task_name').notNull(),
    content: text('content').notNull(),
    time: integer('time').notNull(),
  },
  (table) => [index('task_progresses_time').on(table.time)],
);
