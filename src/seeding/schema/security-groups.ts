import * as z from 'zod';
import {
  RULE_ACTIONS,
  RULE_PROTOCOLS,
  RULE_STATES,
  RULE_TYPES,
  SECURITY_GROUP_STATES,
} from '../../domain/security-group/security-group.js';
import { choosable, owned, reference, resource, tags } from './fields.js';

/** A rule as AddSecurityGroupRule takes it. */
const rule = z.strictObject({
  type: z.enum(RULE_TYPES),
  protocol: z.enum(RULE_PROTOCOLS),
  action: z.enum(RULE_ACTIONS).default('ACCEPT'),
  state: z.enum(RULE_STATES).default('Enabled'),
  ipVersion: z.union([z.literal(4), z.literal(6)]).default(4),
  description: z.string().max(255).optional(),
  srcIpRange: z.string().optional().describe('of Ingress: addresses, networks and ranges'),
  dstIpRange: z.string().optional().describe('of Egress'),
  dstPortRange: z
    .string()
    .optional()
    .describe('of TCP and UDP: ports and ranges, e.g. 22,8000-8080'),
  remoteSecurityGroup: reference.optional().describe('instead of addresses'),
});

export const securityGroup = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  state: choosable(z.enum(SECURITY_GROUP_STATES)).default('Enabled'),
  l3Networks: z.array(reference).default([]).describe('networks that it is for'),
  rules: z
    .array(rule)
    .default([])
    .describe('in the order of their priorities; beside those that every group has'),
});
