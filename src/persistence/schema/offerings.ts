import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { OFFERING_STATES } from '../../domain/offering/offering.js';
import { dates, isOneOf, uuidColumn } from './columns.js';

export const instanceOfferings = sqliteTable(
  'instance_offerings',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    cpuNum: integer('cpu_num').notNull(),
    cpuSpeed: integer('cpu_speed').notNull(),
    memorySize: integer('memory_size').notNull(),
    reservedMemorySize: integer('reserved_memory_size').notNull(),
    type: text('type').notNull(),
    allocatorStrategy: text('allocator_strategy').notNull(),
    sortKey: integer('sort_key').notNull(),
    state: text('state', { enum: OFFERING_STATES }).notNull(),
    ...dates,
  },
  (table) => [check('instance_offerings_state', isOneOf(table.state, OFFERING_STATES))],
);

export const diskOfferings = sqliteTable(
  'disk_offerings',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    diskSize: integer('disk_size').notNull(),
    sortKey: integer('sort_key').notNull(),
    state: text('state', { enum: OFFERING_STATES }).notNull(),
    type: text('type').notNull(),
    allocatorStrategy: text('allocator_strategy').notNull(),
    ...dates,
  },
  (table) => [check('disk_offerings_state', isOneOf(table.state, OFFERING_STATES))],
);
