import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import {
  NIC_POLICIES,
  RULE_ACTIONS,
  RULE_PROTOCOLS,
  RULE_STATES,
  RULE_TYPES,
  SECURITY_GROUP_STATES,
} from '../../domain/security-group/security-group.js';
import { dates, isOneOf, uuidColumn } from './columns.js';
import { l3Networks, vmNics } from './networks.js';

export const securityGroups = sqliteTable(
  'security_groups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    state: text('state', { enum: SECURITY_GROUP_STATES }).notNull(),
    ...dates,
  },
  (table) => [
    index('security_groups_name').on(table.name),
    check('security_groups_state', isOneOf(table.state, SECURITY_GROUP_STATES)),
  ],
);

/** Rules in the order of their priorities, from 1; those of priority 0 stand in every group. */
export const securityGroupRules = sqliteTable(
  'security_group_rules',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    securityGroupUuid: uuidColumn('security_group_uuid')
      .notNull()
      .references(() => securityGroups.uuid, { onDelete: 'cascade' }),
    type: text('type', { enum: RULE_TYPES }).notNull(),
    ipVersion: integer('ip_version').notNull(),
    protocol: text('protocol', { enum: RULE_PROTOCOLS }).notNull(),
    state: text('state', { enum: RULE_STATES }).notNull(),
    priority: integer('priority').notNull(),
    description: text('description'),
    srcIpRange: text('src_ip_range'),
    dstIpRange: text('dst_ip_range'),
    srcPortRange: text('src_port_range'),
    dstPortRange: text('dst_port_range'),
    action: text('action', { enum: RULE_ACTIONS }).notNull(),
    remoteSecurityGroupUuid: uuidColumn('remote_security_group_uuid').references(
      () => securityGroups.uuid,
      { onDelete: 'cascade' },
    ),
    allowedCidr: text('allowed_cidr').notNull(),
    startPort: integer('start_port'),
    endPort: integer('end_port'),
    ...dates,
  },
  (table) => [
    index('security_group_rules_group').on(table.securityGroupUuid, table.type, table.priority),
    index('security_group_rules_remote').on(table.remoteSecurityGroupUuid),
    check('security_group_rules_type', isOneOf(table.type, RULE_TYPES)),
    check('security_group_rules_protocol', isOneOf(table.protocol, RULE_PROTOCOLS)),
    check('security_group_rules_state', isOneOf(table.state, RULE_STATES)),
    check('security_group_rules_action', isOneOf(table.action, RULE_ACTIONS)),
  ],
);

/** Which NICs are in a group, in the order of their priorities. `vm_nic_uuid` leads to a NIC. */
export const vmNicSecurityGroups = sqliteTable(
  'vm_nic_security_groups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    vmNicUuid: uuidColumn('vm_nic_uuid').notNull(),
    vmInstanceUuid: uuidColumn('vm_instance_uuid').notNull(),
    securityGroupUuid: uuidColumn('security_group_uuid')
      .notNull()
      .references(() => securityGroups.uuid, { onDelete: 'cascade' }),
    priority: integer('priority').notNull(),
    ...dates,
  },
  (table) => [
    uniqueIndex('vm_nic_security_groups_once').on(table.vmNicUuid, table.securityGroupUuid),
    index('vm_nic_security_groups_group').on(table.securityGroupUuid),
  ],
);

/** On which networks the NICs of a group may be. */
export const securityGroupL3Networks = sqliteTable(
  'security_group_l3_networks',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    securityGroupUuid: uuidColumn('security_group_uuid')
      .notNull()
      .references(() => securityGroups.uuid, { onDelete: 'cascade' }),
    l3NetworkUuid: uuidColumn('l3_network_uuid')
      .notNull()
      .references(() => l3Networks.uuid, { onDelete: 'cascade' }),
    ...dates,
  },
  (table) => [
    uniqueIndex('security_group_l3_networks_once').on(table.securityGroupUuid, table.l3NetworkUuid),
    index('security_group_l3_networks_l3').on(table.l3NetworkUuid),
  ],
);

/** What becomes of the traffic of a NIC that no rule of its groups is about. */
export const vmNicSecurityPolicies = sqliteTable(
  'vm_nic_security_policies',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    vmNicUuid: uuidColumn('vm_nic_uuid')
      .notNull()
      .unique('vm_nic_security_policies_nic')
      .references(() => vmNics.uuid, { onDelete: 'cascade' }),
    ingressPolicy: text('ingress_policy', { enum: NIC_POLICIES }).notNull(),
    egressPolicy: text('egress_policy', { enum: NIC_POLICIES }).notNull(),
    ...dates,
  },
  (table) => [
    check('vm_nic_security_policies_ingress', isOneOf(table.ingressPolicy, NIC_POLICIES)),
    check('vm_nic_security_policies_egress', isOneOf(table.egressPolicy, NIC_POLICIES)),
  ],
);
