import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { JOB_STATES } from '../../domain/job/job.js';
import { booleanColumn, isOneOf, uuidColumn } from './columns.js';

/** `account_uuid` is no foreign key: a refused call is recorded too, whoever it said to be. */
export const jobs = sqliteTable(
  'jobs',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    operation: text('operation').notNull(),
    accountUuid: uuidColumn('account_uuid').notNull(),
    state: text('state', { enum: JOB_STATES }).notNull(),
    context: text('context').notNull(),
    result: text('result'),
    webHook: text('web_hook'),
    wantsSchema: booleanColumn('wants_schema').default(false),
    createDate: integer('create_date').notNull(),
    doneDate: integer('done_date'),
  },
  (table) => [
    // For the purge of old results; rows come in this order, so it grows at its end.
    index('jobs_create_date').on(table.createDate),
    check('jobs_state', isOneOf(table.state, JOB_STATES)),
    check('jobs_done', sql`(${table.state} = 'Running') = (${table.doneDate} is null)`),
  ],
);

export const tasks = sqliteTable(
  'tasks',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    jobUuid: uuidColumn('job_uuid').references(() => jobs.uuid),
    flow: text('flow').notNull(),
    step: text('step').notNull(),
    subject: text('subject'),
    dueDate: integer('due_date').notNull(),
    createDate: integer('create_date').notNull(),
    // How long the work takes in ms; null: from its creation to its due date.
    length: integer('length'),
    // Polls of its job that it still waits for; null: for none.
    pollsLeft: integer('polls_left'),
    // The rule that ends it early; no foreign key: the rule may be deleted meanwhile.
    faultUuid: text('fault_uuid'),
  },
  (table) => [
    index('tasks_due_date').on(table.dueDate, table.id),
    index('tasks_job').on(table.jobUuid, table.dueDate),
    index('tasks_chore')
      .on(table.flow, table.subject)
      .where(sql`${table.jobUuid} is null`),
  ],
);
