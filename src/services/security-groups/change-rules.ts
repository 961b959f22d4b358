import { apiError } from '../../core/api-error.js';
import {
  everywhere,
  isSameRule,
  type RuleAction,
  type RuleContent,
  type RuleProtocol,
  type RuleState,
  type RuleType,
  type SecurityGroupRule,
} from '../../domain/security-group/security-group.js';
import { configNumber } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';
import { placeOf } from './new-rules.js';
import { checkIps, checkPorts } from './rule-fields.js';

/** What ChangeSecurityGroupRule is given; an empty text takes something away. */
export interface RuleChange {
  readonly description: string | null;
  readonly remoteSecurityGroupUuid: string | null;
  readonly action: RuleAction | null;
  readonly state: RuleState | null;
  readonly priority: number | null;
  readonly protocol: RuleProtocol | null;
  readonly srcIpRange: string | null;
  readonly dstIpRange: string | null;
  readonly dstPortRange: string | null;
}

type Changed = Pick<
  SecurityGroupRule,
  | 'description'
  | 'state'
  | 'action'
  | 'protocol'
  | 'remoteSecurityGroupUuid'
  | 'srcIpRange'
  | 'dstIpRange'
  | 'dstPortRange'
> & {
  /** The place that is asked for; null: it stays. */
  readonly priority: number | null;
};

const refused = (why: string) =>
  apiError('SYS.1007', `could not change security group rule, because ${why}`);

/**
 * What becomes of a rule by a change.
 * @throws SYS.1007 for what cannot be, or would be another rule of the group; SG.1005 and SG.1006 for ports and
 * addresses that are none
 */
export function changedRule(world: World, rule: SecurityGroupRule, wanted: RuleChange): Changed {
  if (rule.priority === 0) checkDefaultRule(rule, wanted);
  const priority = wanted.priority === null ? null : checkedPlace(world, rule, wanted.priority);
  const protocol = wanted.protocol ?? rule.protocol;
  const action = wanted.action ?? rule.action;
  const sides = sidesOf(world, rule, wanted);
  const dstPortRange = portsOf(rule, wanted.dstPortRange, protocol);
  const content: RuleContent = {
    type: rule.type,
    ipVersion: rule.ipVersion,
    protocol,
    action,
    ...sides,
    dstPortRange,
  };
  const others = world.repositories.securityGroups.listRules(rule.securityGroupUuid);
  const same = others.find((other) => other.uuid !== rule.uuid && isSameRule(content, other));
  if (same) {
    throw refused(
      `rule[${JSON.stringify(shown(content))}] is duplicated to rule[uuid:${same.uuid}] in datebase`,
    );
  }
  const description = wanted.description ?? rule.description;
  return {
    ...sides,
    description: description === '' ? null : description,
    state: wanted.state ?? rule.state,
    action,
    protocol,
    dstPortRange,
    priority,
  };
}

/** Of a rule that every group has only description and state change. */
function checkDefaultRule({ uuid }: SecurityGroupRule, wanted: RuleChange): void {
  const { protocol, action, remoteSecurityGroupUuid, srcIpRange, dstIpRange } = wanted;
  const { dstPortRange, priority } = wanted;
  const others = [protocol, action, remoteSecurityGroupUuid, srcIpRange, dstIpRange];
  if ([...others, dstPortRange, priority].every((value) => value === null)) return;
  throw refused(
    `security group rule[${uuid}] is default rule, only the description and status can be set`,
  );
}

function checkedPlace(world: World, rule: SecurityGroupRule, priority: number): number {
  if (priority === 0) {
    throw refused(
      `security group rule[${rule.uuid}] priority cannot be set to default rule priority[0]`,
    );
  }
  const { securityGroups, globalConfig } = world.repositories;
  const count = securityGroups
    .listRules(rule.securityGroupUuid)
    .filter((other) => other.type === rule.type && other.priority !== 0).length;
  const limit = configNumber(globalConfig, 'securityGroupRules');
  if (count > limit) {
    throw refused(
      `security group ${rule.type} rules number[${count}] is out of max limit[${limit}]`,
    );
  }
  if (priority > count) throw refused(`the maximum priority of ${rule.type} rule is [${count}]`);
  return placeOf(priority);
}

type Sides = Pick<RuleContent, 'srcIpRange' | 'dstIpRange' | 'remoteSecurityGroupUuid'>;

/** Addresses or a group: one of them takes the place of what was there. */
function sidesOf(world: World, rule: SecurityGroupRule, wanted: RuleChange): Sides {
  const { srcIpRange: src, dstIpRange: dst, remoteSecurityGroupUuid: remote } = wanted;
  checkAddresses(rule, wanted);
  if (remote) {
    if (!world.repositories.securityGroups.find(remote)) {
      throw refused(`remote security group[uuid:${remote}] not found`);
    }
    return { srcIpRange: null, dstIpRange: null, remoteSecurityGroupUuid: remote };
  }
  if (src) return { srcIpRange: src, dstIpRange: null, remoteSecurityGroupUuid: null };
  if (dst) return { srcIpRange: null, dstIpRange: dst, remoteSecurityGroupUuid: null };
  return {
    srcIpRange: src === '' ? null : rule.srcIpRange,
    dstIpRange: dst === '' ? null : rule.dstIpRange,
    remoteSecurityGroupUuid: remote === '' ? null : rule.remoteSecurityGroupUuid,
  };
}

/** @throws SYS.1007 for addresses of the wrong side or beside a group, SG.1006 for what are none */
function checkAddresses({ uuid, type, ipVersion }: SecurityGroupRule, wanted: RuleChange): void {
  const [own, wrong] =
    type === 'Ingress'
      ? (['srcIpRange', 'dstIpRange'] as const)
      : (['dstIpRange', 'srcIpRange'] as const);
  if (wanted[wrong]) {
    throw refused(
      `security group rule[${uuid}] type is ${type}, ${wrong}[${wanted[wrong]}] cannot be set`,
    );
  }
  const { [own]: range, remoteSecurityGroupUuid: remote } = wanted;
  if (!range) return;
  if (remote) {
    throw refused(`${own}[${range}] is set, remoteSecurityGroupUuid[${remote}] must be empty`);
  }
  checkIps(range, ipVersion);
}

function portsOf(
  rule: SecurityGroupRule,
  wanted: string | null,
  protocol: RuleProtocol,
): string | null {
  const hasNone = protocol === 'ICMP' || protocol === 'ALL';
  if (wanted) {
    if (hasNone) throw refused(`rule protocol is [${protocol}], dstPortRange cannot be set`);
    checkPorts(wanted);
    return wanted;
  }
  if (hasNone) return null;
  if (wanted === '') throw refused(`rule protocol is [${protocol}], dstPortRange cannot be empty`);
  if (rule.dstPortRange === null) {
    throw refused(`rule protocol is [${protocol}], dstPortRange must be set`);
  }
  return rule.dstPortRange;
}

/** As the real system writes a rule into a message, with the state that it has from the beginning. */
const shown = (content: RuleContent) => ({
  type: content.type,
  state: 'Enabled',
  remoteSecurityGroupUuid: content.remoteSecurityGroupUuid ?? undefined,
  ipVersion: content.ipVersion,
  protocol: content.protocol,
  srcIpRange: content.srcIpRange ?? undefined,
  dstIpRange: content.dstIpRange ?? undefined,
  dstPortRange: content.dstPortRange ?? undefined,
  action: content.action,
});

/** Writes a change; where the rule moves, the others make room. */
export function changeRule(
  { repositories: { securityGroups } }: World,
  rule: SecurityGroupRule,
  { priority, ...changed }: Changed,
  now: number,
): void {
  const isNarrowed =
    changed.srcIpRange !== null ||
    changed.dstIpRange !== null ||
    changed.remoteSecurityGroupUuid !== null;
  const others = securityGroups
    .listRules(rule.securityGroupUuid)
    .filter(
      (other) => other.type === rule.type && other.priority !== 0 && other.uuid !== rule.uuid,
    );
  const place = priority === -1 ? others.length + 1 : (priority ?? rule.priority);
  for (const other of others) {
    const { priority: its } = other;
    if (its >= place && its < rule.priority) {
      securityGroups.updateRule(other, { priority: its + 1 }, now);
    } else if (its <= place && its > rule.priority) {
      securityGroups.updateRule(other, { priority: its - 1 }, now);
    }
  }
  securityGroups.updateRule(
    rule,
    {
      ...changed,
      priority: place,
      ...(isNarrowed ? { allowedCidr: everywhere(rule.ipVersion) } : {}),
      ...(changed.dstPortRange === null ? {} : { startPort: null, endPort: null }),
    },
    now,
  );
}

/**
 * The rules whose state differs from the one that is asked for.
 * @throws SYS.1007 where there is none, or no such group; SYS.1000 for a rule that is not of the group, which the
 * real system does not look for well
 */
export function rulesToSwitch(
  { repositories: { securityGroups } }: World,
  securityGroupUuid: string,
  ruleUuids: readonly string[],
  state: RuleState,
): SecurityGroupRule[] {
  const no = (why: string) =>
    apiError('SYS.1007', `could no change security group rule state, because ${why}`);
  if (!securityGroups.find(securityGroupUuid)) {
    throw no(`security group[uuid:${securityGroupUuid}] not found`);
  }
  const own = new Map(securityGroups.listRules(securityGroupUuid).map((rule) => [rule.uuid, rule]));
  const rules = ruleUuids.map((uuid) => {
    const rule = own.get(uuid);
    if (!rule) throw apiError('SYS.1000', 'No value present');
    return rule;
  });
  const changing = rules.filter((rule) => rule.state !== state);
  if (changing.length === 0) throw no('no security group rule state need to change');
  return [...new Set(changing)];
}

/** A rule and the place that it is to have. */
interface Place {
  readonly ruleUuid: string;
  readonly priority: number;
}

/**
 * The places of all rules of a type, which are these in another order.
 * @throws SYS.1007 for places or rules that are not all of them, each once
 */
export function checkedOrder(
  { repositories: { securityGroups } }: World,
  securityGroupUuid: string,
  type: RuleType,
  given: readonly Readonly<Record<string, unknown>>[],
): Place[] {
  const no = (why: string) =>
    apiError('SYS.1007', `could not update security group rule priority, because ${why}`);
  const rules = securityGroups
    .listRules(securityGroupUuid)
    .filter((rule) => rule.type === type && rule.priority !== 0);
  if (rules.length !== given.length) {
    throw no(`security group[uuid:${securityGroupUuid}] rules size not match`);
  }
  const seen = new Set<number>();
  const places = given.map(({ ruleUuid, priority }) => ({
    ruleUuid: String(ruleUuid),
    priority: Number(priority),
  }));
  for (const { ruleUuid, priority } of places) {
    if (priority === 0) throw no(`rule priority[${priority}] is invalid`);
    if (seen.has(priority)) throw no(`priority[${priority}] has duplicate`);
    seen.add(priority);
    if (!rules.some((rule) => rule.uuid === ruleUuid)) {
      throw no(`rule[uuid:${ruleUuid}] not in security group[uuid:${securityGroupUuid}]`);
    }
    if (!rules.some((rule) => rule.priority === priority)) {
      throw no(`priority[${priority}] not in security group[uuid:${securityGroupUuid}]`);
    }
  }
  if (new Set(places.map(({ ruleUuid }) => ruleUuid)).size < places.length) {
    throw no('rule uuid duplicate');
  }
  return places;
}

/**
 * The rules that a call deletes: those that are there, of one group.
 * @throws SYS.1007 for rules of several groups, or a rule that every group has
 */
export function rulesToDelete(
  { repositories: { securityGroups } }: World,
  ruleUuids: readonly string[],
): SecurityGroupRule[] {
  const rules = [...new Set(ruleUuids)].flatMap((uuid) => securityGroups.findRule(uuid) ?? []);
  const [first] = rules;
  for (const rule of rules) {
    if (rule.securityGroupUuid !== first?.securityGroupUuid) {
      throw apiError('SYS.1007', "can't delete rules of different security group");
    }
    if (rule.priority === 0) {
      throw apiError('SYS.1007', `can't delete default rule[uuid:${rule.uuid}]`);
    }
  }
  return rules;
}
