import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { CLUSTER_STATES } from '../../domain/cluster/cluster.js';
import { HOST_STATES, HOST_STATUSES } from '../../domain/host/host.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';
import { zones } from './zones.js';

export const clusters = sqliteTable(
  'clusters',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid),
    name: text('name').notNull(),
    description: text('description'),
    hypervisorType: text('hypervisor_type').notNull(),
    state: text('state', { enum: CLUSTER_STATES }).notNull(),
    type: text('type').notNull(),
    architecture: text('architecture'),
    ...dates,
  },
  (table) => [
    index('clusters_zone').on(table.zoneUuid),
    check('clusters_state', isOneOf(table.state, CLUSTER_STATES)),
  ],
);

export const hosts = sqliteTable(
  'hosts',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid),
    clusterUuid: uuidColumn('cluster_uuid')
      .notNull()
      .references(() => clusters.uuid),
    name: text('name').notNull(),
    description: text('description'),
    managementIp: text('management_ip').notNull(),
    hypervisorType: text('hypervisor_type').notNull(),
    state: text('state', { enum: HOST_STATES }).notNull(),
    status: text('status', { enum: HOST_STATUSES }).notNull(),
    cpuNum: integer('cpu_num').notNull(),
    cpuSockets: integer('cpu_sockets').notNull(),
    memorySize: integer('memory_size').notNull(),
    architecture: text('architecture').notNull(),
    username: text('username'),
    sshPort: integer('ssh_port'),
    isReachable: booleanColumn('is_reachable').default(true),
    ...dates,
  },
  (table) => [
    index('hosts_cluster').on(table.clusterUuid),
    index('hosts_zone').on(table.zoneUuid),
    index('hosts_address').on(table.managementIp),
    check('hosts_state', isOneOf(table.state, HOST_STATES)),
    check('hosts_status', isOneOf(table.status, HOST_STATUSES)),
  ],
);
