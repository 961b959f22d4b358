import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { CAUSE_KINDS, EVENT_FIELDS } from '../../domain/event/event.js';

/**
 * What changed its state or status, when and why. No foreign keys: events outlive what they tell of.
 * No index by resource either: it would cost 5 of an event's 8 us, five times with each creation, and who
 * asks about one resource looks through 100,000 rows at most (5 ms). Not AUTOINCREMENT, which writes its
 * counter with every row: only the oldest rows ever go.
 */
export const events = sqliteTable('events', {
  id: integer('id').primaryKey(),
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
});
