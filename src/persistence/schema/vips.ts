import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { EIP_STATES } from '../../domain/network/eip.js';
import { VIP_STATES } from '../../domain/network/vip.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';
import { ipRanges, l3Networks, usedIps, vmNics } from './networks.js';

/** A VIP has an address of its own, which stays taken as long as it is there. */
export const vips = sqliteTable(
  'vips',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    state: text('state', { enum: VIP_STATES }).notNull(),
    l3NetworkUuid: uuidColumn('l3_network_uuid')
      .notNull()
      .references(() => l3Networks.uuid),
    ipRangeUuid: uuidColumn('ip_range_uuid')
      .notNull()
      .references(() => ipRanges.uuid),
    usedIpUuid: uuidColumn('used_ip_uuid')
      .notNull()
      .references(() => usedIps.uuid),
    ip: text('ip').notNull(),
    netmask: text('netmask').notNull(),
    gateway: text('gateway').notNull(),
    prefixLen: integer('prefix_len').notNull(),
    system: booleanColumn('system'),
    ...dates,
  },
  (table) => [
    index('vips_name').on(table.name),
    index('vips_l3').on(table.l3NetworkUuid),
    uniqueIndex('vips_used_ip').on(table.usedIpUuid),
    check('vips_state', isOneOf(table.state, VIP_STATES)),
  ],
);

/** One at most is on a VIP. */
export const eips = sqliteTable(
  'eips',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    state: text('state', { enum: EIP_STATES }).notNull(),
    vipUuid: uuidColumn('vip_uuid')
      .notNull()
      .references(() => vips.uuid),
    vipIp: text('vip_ip').notNull(),
    vmNicUuid: uuidColumn('vm_nic_uuid').references(() => vmNics.uuid),
    guestIp: text('guest_ip'),
    ...dates,
  },
  (table) => [
    index('eips_name').on(table.name),
    uniqueIndex('eips_vip').on(table.vipUuid),
    index('eips_nic').on(table.vmNicUuid),
    check('eips_state', isOneOf(table.state, EIP_STATES)),
  ],
);
