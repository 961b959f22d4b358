import { check, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { ZONE_STATES } from '../../domain/zone/zone.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';

export const zones = sqliteTable(
  'zones',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    state: text('state', { enum: ZONE_STATES }).notNull(),
    type: text('type').notNull(),
    isDefault: booleanColumn('is_default'),
    ...dates,
  },
  (table) => [check('zones_state', isOneOf(table.state, ZONE_STATES))],
);
