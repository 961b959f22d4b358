import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { CAUSE_KINDS, EVENT_FIELDS } from '../../domain/event/event.js';

/** What changed its state or status, when and why. No foreign keys: events outlive what they tell of. */
export const events = sqliteTable(
  'events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    date: integer('date').notNull(),
    resourceType: text('resource_type').notNull(),
    resourceUuid: text('resource_uuid').notNull(),
    // Of a ref: the backup storage.
    onUuid: text('on_uuid'),
    field: text('field', { enum: EVENT_FIELDS }).notNull(),
    before: text('before'),
    after: text('after'),
    causeKind: text('cause_kind', { enum: CAUSE_KINDS }).notNull(),
    cause: text('cause').notNull(),
    jobUuid: text('job_uuid'),
  },
  (table) => [index('events_resource').on(table.resourceUuid, table.id)],
);
