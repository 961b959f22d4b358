import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

/** Rules for the traffic of NICs. Nothing is filtered here: groups and rules are rows. */
export interface SecurityGroup {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: SecurityGroupState;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const SECURITY_GROUP_STATES = ['Enabled', 'Disabled'] as const;
export type SecurityGroupState = (typeof SECURITY_GROUP_STATES)[number];

export const securityGroupStateMachine = switchMachine('security group state');

export const RULE_TYPES = ['Ingress', 'Egress'] as const;
export type RuleType = (typeof RULE_TYPES)[number];
export const RULE_PROTOCOLS = ['ALL', 'TCP', 'UDP', 'ICMP'] as const;
export type RuleProtocol = (typeof RULE_PROTOCOLS)[number];
export const RULE_ACTIONS = ['ACCEPT', 'DROP'] as const;
export type RuleAction = (typeof RULE_ACTIONS)[number];
/** What becomes of the traffic of a NIC that no rule is about. */
export const NIC_POLICIES = ['ALLOW', 'DENY'] as const;
export type NicPolicy = (typeof NIC_POLICIES)[number];
export const RULE_STATES = ['Enabled', 'Disabled'] as const;
export type RuleState = (typeof RULE_STATES)[number];

/** What tells rules of a group apart: two with the same of these are one too many. */
export interface RuleContent {
  readonly type: RuleType;
  readonly ipVersion: number;
  readonly protocol: RuleProtocol;
  readonly action: RuleAction;
  readonly srcIpRange: string | null;
  readonly dstIpRange: string | null;
  readonly dstPortRange: string | null;
  readonly remoteSecurityGroupUuid: string | null;
}

export interface SecurityGroupRule extends RuleContent {
  readonly uuid: string;
  readonly securityGroupUuid: string;
  readonly state: RuleState;
  /** Its place among the rules of its type, from 1; 0: a rule that every group has. */
  readonly priority: number;
  readonly description: string | null;
  /** Nothing sets it any more. */
  readonly srcPortRange: string | null;
  readonly allowedCidr: string;
  /** Null: none, which clients see as -1. */
  readonly startPort: number | null;
  readonly endPort: number | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** The priority of the rules that every group has. */
export const DEFAULT_PRIORITY = 0;
/** Asks for the place behind all others. */
export const LOWEST_PRIORITY = -1;

export const everywhere = (ipVersion: number) => (ipVersion === 6 ? '::/0' : '0.0.0.0/0');

export const isSameRule = (one: RuleContent, other: RuleContent): boolean =>
  one.type === other.type &&
  one.ipVersion === other.ipVersion &&
  one.protocol === other.protocol &&
  one.action === other.action &&
  one.srcIpRange === other.srcIpRange &&
  one.dstIpRange === other.dstIpRange &&
  one.dstPortRange === other.dstPortRange &&
  one.remoteSecurityGroupUuid === other.remoteSecurityGroupUuid;

/** A NIC in a group. */
export interface VmNicSecurityGroupRef {
  readonly uuid: string;
  readonly vmNicUuid: string;
  readonly vmInstanceUuid: string;
  readonly securityGroupUuid: string;
  readonly priority: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** The policies of a NIC that has been in a group. */
export interface VmNicSecurityPolicy {
  readonly uuid: string;
  readonly vmNicUuid: string;
  readonly ingressPolicy: NicPolicy;
  readonly egressPolicy: NicPolicy;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** That NICs of a network may be in a group. */
export interface SecurityGroupL3NetworkRef {
  readonly uuid: string;
  readonly securityGroupUuid: string;
  readonly l3NetworkUuid: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A group as its query tells it. */
export type SecurityGroupWithParts = SecurityGroup & {
  readonly rules: readonly SecurityGroupRule[];
  readonly l3NetworkUuids: readonly string[];
};

export interface SecurityGroupRepository extends ResourceRepository<
  SecurityGroup,
  'name' | 'description' | 'state'
> {
  insertRule(rule: SecurityGroupRule): void;
  findRule(uuid: string): SecurityGroupRule | undefined;
  /** In the order in which they were made. */
  listRules(securityGroupUuid: string): SecurityGroupRule[];
  /** Rules of other groups that name this one. */
  listRulesNaming(remoteSecurityGroupUuid: string): SecurityGroupRule[];
  updateRule(
    rule: SecurityGroupRule,
    change: Partial<Omit<SecurityGroupRule, 'uuid' | 'securityGroupUuid' | 'type' | 'ipVersion'>>,
    now: number,
  ): void;
  removeRule(uuid: string): void;
  /** NICs in a group, in the order in which they came. */
  listRefs(securityGroupUuid: string): VmNicSecurityGroupRef[];
  /** The groups of a NIC, by their priorities. */
  listRefsOfNic(vmNicUuid: string): VmNicSecurityGroupRef[];
  insertRef(ref: VmNicSecurityGroupRef): void;
  updateRef(ref: VmNicSecurityGroupRef, change: { readonly priority: number }, now: number): void;
  removeRef(uuid: string): void;
  findPolicy(vmNicUuid: string): VmNicSecurityPolicy | undefined;
  insertPolicy(policy: VmNicSecurityPolicy): void;
  updatePolicy(
    policy: VmNicSecurityPolicy,
    change: Partial<Pick<VmNicSecurityPolicy, 'ingressPolicy' | 'egressPolicy'>>,
    now: number,
  ): void;
  listL3s(securityGroupUuid: string): SecurityGroupL3NetworkRef[];
  attachL3(ref: SecurityGroupL3NetworkRef): void;
  detachL3(uuid: string): void;
}
