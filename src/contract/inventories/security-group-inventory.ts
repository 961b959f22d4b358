import * as z from 'zod';
import {
  RULE_ACTIONS,
  RULE_PROTOCOLS,
  RULE_STATES,
  RULE_TYPES,
  SECURITY_GROUP_STATES,
  NIC_POLICIES,
  type SecurityGroupRule,
  type SecurityGroupWithParts,
  type VmNicSecurityGroupRef,
  type VmNicSecurityPolicy,
} from '../../domain/security-group/security-group.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const PACKAGE = 'org.zstack.network.securitygroup';

export const securityGroupRuleInventory = inventory(`${PACKAGE}.SecurityGroupRuleInventory`, {
  uuid,
  securityGroupUuid: uuid,
  type: z.enum(RULE_TYPES),
  ipVersion: z.int(),
  protocol: z.enum(RULE_PROTOCOLS),
  state: z.enum(RULE_STATES),
  priority: z.int().describe('from 1 in each type; 0: a rule that every group has'),
  description: optionalText,
  srcIpRange: optionalText,
  dstIpRange: optionalText,
  srcPortRange: optionalText,
  dstPortRange: optionalText,
  action: z.enum(RULE_ACTIONS),
  remoteSecurityGroupUuid: uuid.nullable(),
  allowedCidr: text,
  startPort: z.int().describe('-1: none'),
  endPort: z.int().describe('-1: none'),
  createDate: timestamp,
  lastOpDate: timestamp,
});
export const toSecurityGroupRuleInventory = (
  rule: SecurityGroupRule,
): z.infer<typeof securityGroupRuleInventory> => ({
  uuid: rule.uuid,
  securityGroupUuid: rule.securityGroupUuid,
  type: rule.type,
  ipVersion: rule.ipVersion,
  protocol: rule.protocol,
  state: rule.state,
  priority: rule.priority,
  description: rule.description,
  srcIpRange: rule.srcIpRange,
  dstIpRange: rule.dstIpRange,
  srcPortRange: rule.srcPortRange,
  dstPortRange: rule.dstPortRange,
  action: rule.action,
  remoteSecurityGroupUuid: rule.remoteSecurityGroupUuid,
  allowedCidr: rule.allowedCidr,
  startPort: rule.startPort ?? -1,
  endPort: rule.endPort ?? -1,
  createDate: toTimestamp(rule.createDate),
  lastOpDate: toTimestamp(rule.lastOpDate),
});

export const securityGroupInventory = inventory(`${PACKAGE}.SecurityGroupInventory`, {
  uuid,
  name: text,
  description: optionalText,
  state: z.enum(SECURITY_GROUP_STATES),
  ipVersion: z.int().nullable().describe('never set, as in the real system'),
  rules: securityGroupRuleInventory.array(),
  attachedL3NetworkUuids: uuid.array(),
  createDate: timestamp,
  lastOpDate: timestamp,
});
export const toSecurityGroupInventory = (
  group: SecurityGroupWithParts,
): z.infer<typeof securityGroupInventory> => ({
  uuid: group.uuid,
  name: group.name,
  description: group.description,
  state: group.state,
  ipVersion: null,
  rules: group.rules.map(toSecurityGroupRuleInventory),
  attachedL3NetworkUuids: [...group.l3NetworkUuids],
  createDate: toTimestamp(group.createDate),
  lastOpDate: toTimestamp(group.lastOpDate),
});

export const vmNicSecurityGroupRefInventory = inventory(
  `${PACKAGE}.VmNicSecurityGroupRefInventory`,
  {
    vmNicUuid: uuid,
    securityGroupUuid: uuid,
    vmInstanceUuid: uuid,
    priority: z.int(),
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);
export const toVmNicSecurityGroupRefInventory = (
  ref: VmNicSecurityGroupRef,
): z.infer<typeof vmNicSecurityGroupRefInventory> => ({
  vmNicUuid: ref.vmNicUuid,
  securityGroupUuid: ref.securityGroupUuid,
  vmInstanceUuid: ref.vmInstanceUuid,
  priority: ref.priority,
  createDate: toTimestamp(ref.createDate),
  lastOpDate: toTimestamp(ref.lastOpDate),
});

export const vmNicSecurityPolicyInventory = inventory(`${PACKAGE}.VmNicSecurityPolicyInventory`, {
  vmNicUuid: uuid,
  ingressPolicy: z.enum(NIC_POLICIES),
  egressPolicy: z.enum(NIC_POLICIES),
  createDate: timestamp,
  lastOpDate: timestamp,
});
export const toVmNicSecurityPolicyInventory = (
  policy: VmNicSecurityPolicy,
): z.infer<typeof vmNicSecurityPolicyInventory> => ({
  vmNicUuid: policy.vmNicUuid,
  ingressPolicy: policy.ingressPolicy,
  egressPolicy: policy.egressPolicy,
  createDate: toTimestamp(policy.createDate),
  lastOpDate: toTimestamp(policy.lastOpDate),
});
