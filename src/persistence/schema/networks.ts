import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { L2_TYPES } from '../../domain/network/l2-network.js';
import type { IpVersion } from '../../core/ip.js';
import {
  ADDRESS_MODES,
  IP_RANGE_TYPES,
  L3_CATEGORIES,
  L3_STATES,
} from '../../domain/network/l3-network.js';
import { NIC_STATES } from '../../domain/network/vm-nic.js';
import { clusters } from './clusters.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';
import { vmInstances } from './vm-instances.js';
import { zones } from './zones.js';

export const l2Networks = sqliteTable(
  'l2_networks',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid),
    physicalInterface: text('physical_interface').notNull(),
    type: text('type', { enum: L2_TYPES }).notNull(),
    vSwitchType: text('v_switch_type').notNull(),
    virtualNetworkId: integer('virtual_network_id').notNull(),
    isolated: booleanColumn('isolated'),
    pvlan: text('pvlan'),
    ...dates,
  },
  (table) => [
    index('l2_networks_zone').on(table.zoneUuid),
    check('l2_networks_type', isOneOf(table.type, L2_TYPES)),
  ],
);

export const l2NetworkClusters = sqliteTable(
  'l2_network_clusters',
  {
    l2NetworkUuid: uuidColumn('l2_network_uuid')
      .notNull()
      .references(() => l2Networks.uuid, { onDelete: 'cascade' }),
    clusterUuid: uuidColumn('cluster_uuid')
      .notNull()
      .references(() => clusters.uuid, { onDelete: 'cascade' }),
    l2ProviderType: text('l2_provider_type'),
    ...dates,
  },
  (table) => [
    primaryKey({ columns: [table.l2NetworkUuid, table.clusterUuid] }),
    index('l2_network_clusters_cluster').on(table.clusterUuid),
  ],
);

export const l3Networks = sqliteTable(
  'l3_networks',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    type: text('type').notNull(),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid),
    l2NetworkUuid: uuidColumn('l2_network_uuid')
      .notNull()
      .references(() => l2Networks.uuid),
    state: text('state', { enum: L3_STATES }).notNull(),
    dnsDomain: text('dns_domain'),
    system: booleanColumn('system'),
    category: text('category', { enum: L3_CATEGORIES }).notNull(),
    ipVersion: integer('ip_version').notNull(),
    enableIPAM: booleanColumn('enable_ipam'),
    isolated: booleanColumn('isolated'),
    ...dates,
  },
  (table) => [
    index('l3_networks_l2').on(table.l2NetworkUuid),
    index('l3_networks_zone').on(table.zoneUuid),
    check('l3_networks_state', isOneOf(table.state, L3_STATES)),
    check('l3_networks_category', isOneOf(table.category, L3_CATEGORIES)),
  ],
);

/** 4 or 6. */
const versionColumn = () => integer('ip_version').$type<IpVersion>().notNull();

const ofL3 = () =>
  uuidColumn('l3_network_uuid')
    .notNull()
    .references(() => l3Networks.uuid, { onDelete: 'cascade' });

export const l3NetworkDns = sqliteTable(
  'l3_network_dns',
  { l3NetworkUuid: ofL3(), dns: text('dns').notNull(), ...dates },
  (table) => [primaryKey({ columns: [table.l3NetworkUuid, table.dns] })],
);

export const l3NetworkHostRoutes = sqliteTable(
  'l3_network_host_routes',
  {
    id: integer('id').primaryKey(),
    l3NetworkUuid: ofL3(),
    prefix: text('prefix').notNull(),
    nexthop: text('nexthop').notNull(),
    ...dates,
  },
  (table) => [uniqueIndex('l3_network_host_routes_once').on(table.l3NetworkUuid, table.prefix)],
);

/** Which provider does a service for a network; the providers are the same in every world. */
export const networkServiceRefs = sqliteTable(
  'network_service_refs',
  {
    l3NetworkUuid: ofL3(),
    networkServiceProviderUuid: uuidColumn('network_service_provider_uuid').notNull(),
    networkServiceType: text('network_service_type').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.l3NetworkUuid, table.networkServiceProviderUuid, table.networkServiceType],
    }),
  ],
);

/** The keys of its addresses stand beside their texts: what is taken or free is found by them. */
export const ipRanges = sqliteTable(
  'ip_ranges',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    l3NetworkUuid: ofL3(),
    name: text('name').notNull(),
    description: text('description'),
    startIp: text('start_ip').notNull(),
    endIp: text('end_ip').notNull(),
    netmask: text('netmask').notNull(),
    gateway: text('gateway').notNull(),
    networkCidr: text('network_cidr').notNull(),
    ipVersion: versionColumn(),
    addressMode: text('address_mode', { enum: ADDRESS_MODES }),
    prefixLen: integer('prefix_len').notNull(),
    ipRangeType: text('ip_range_type', { enum: IP_RANGE_TYPES }).notNull(),
    startKey: text('start_key').notNull(),
    endKey: text('end_key').notNull(),
    ...dates,
  },
  (table) => [
    index('ip_ranges_l3').on(table.l3NetworkUuid, table.startKey),
    check('ip_ranges_type', isOneOf(table.ipRangeType, IP_RANGE_TYPES)),
  ],
);

export const reservedIpRanges = sqliteTable(
  'reserved_ip_ranges',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    l3NetworkUuid: ofL3(),
    name: text('name'),
    description: text('description'),
    startIp: text('start_ip').notNull(),
    endIp: text('end_ip').notNull(),
    ipVersion: versionColumn(),
    ...dates,
  },
  (table) => [index('reserved_ip_ranges_l3').on(table.l3NetworkUuid)],
);

/** A NIC goes only once its addresses are given back, and a network once it has no NICs. */
export const vmNics = sqliteTable(
  'vm_nics',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    vmInstanceUuid: uuidColumn('vm_instance_uuid').references(() => vmInstances.uuid),
    l3NetworkUuid: uuidColumn('l3_network_uuid')
      .notNull()
      .references(() => l3Networks.uuid),
    usedIpUuid: uuidColumn('used_ip_uuid'),
    ip: text('ip'),
    mac: text('mac').notNull(),
    hypervisorType: text('hypervisor_type'),
    netmask: text('netmask'),
    gateway: text('gateway'),
    metaData: text('meta_data'),
    ipVersion: integer('ip_version'),
    driverType: text('driver_type'),
    internalName: text('internal_name'),
    deviceId: integer('device_id').notNull(),
    type: text('type').notNull(),
    state: text('state', { enum: NIC_STATES }).notNull(),
    ...dates,
  },
  (table) => [
    uniqueIndex('vm_nics_device').on(table.vmInstanceUuid, table.deviceId),
    index('vm_nics_l3').on(table.l3NetworkUuid),
    index('vm_nics_mac').on(table.mac),
    index('vm_nics_ip').on(sql`${table.ip} collate nocase`),
    check('vm_nics_state', isOneOf(table.state, NIC_STATES)),
  ],
);

export const usedIps = sqliteTable(
  'used_ips',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    ipRangeUuid: uuidColumn('ip_range_uuid').references(() => ipRanges.uuid),
    l3NetworkUuid: uuidColumn('l3_network_uuid')
      .notNull()
      .references(() => l3Networks.uuid),
    ipVersion: versionColumn(),
    ip: text('ip').notNull(),
    netmask: text('netmask'),
    gateway: text('gateway'),
    usedFor: text('used_for'),
    metaData: text('meta_data'),
    ipInLong: integer('ip_in_long').notNull(),
    ipKey: text('ip_key').notNull(),
    vmNicUuid: uuidColumn('vm_nic_uuid').references(() => vmNics.uuid),
    ...dates,
  },
  (table) => [
    // One address stands once in a network.
    uniqueIndex('used_ips_once').on(table.l3NetworkUuid, table.ipKey),
    index('used_ips_range').on(table.ipRangeUuid, table.ipKey),
    // By itself: rows of one network are in it in the order in which they were made, so that no page needs a sort.
    index('used_ips_l3').on(table.l3NetworkUuid),
    index('used_ips_nic').on(table.vmNicUuid),
    index('used_ips_ip').on(sql`${table.ip} collate nocase`),
  ],
);
