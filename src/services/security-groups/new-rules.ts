import { apiError } from '../../core/api-error.js';
import {
  everywhere,
  isSameRule,
  LOWEST_PRIORITY,
  RULE_ACTIONS,
  RULE_PROTOCOLS,
  RULE_STATES,
  RULE_TYPES,
  type RuleAction,
  type RuleContent,
  type RuleProtocol,
  type RuleState,
  type RuleType,
  type SecurityGroupRule,
} from '../../domain/security-group/security-group.js';
import { configNumber } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';
import { checkIps, checkPorts } from './rule-fields.js';

type Given = Readonly<Record<string, unknown>>;

/** A rule as AddSecurityGroupRule reads it: its type and state are only looked at when it is written. */
export interface WantedRule {
  readonly type: string | null;
  readonly state: string | null;
  readonly description: string | null;
  readonly remoteSecurityGroupUuid: string | null;
  readonly ipVersion: number;
  readonly protocol: string | null;
  readonly srcIpRange: string | null;
  readonly dstIpRange: string | null;
  readonly dstPortRange: string | null;
  readonly action: string;
  readonly startPort: number;
  readonly endPort: number;
  readonly allowedCidr: string;
}

/** So many rules one call adds at most. */
const MOST_AT_ONCE = 2000;

const refused = (why: string) =>
  apiError('SYS.1007', `could not add security group rule, because ${why}`);

const textOf = (given: Given, name: string): string | null => {
  const value = given[name] ?? null;
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
};
const numberOf = (given: Given, name: string): number | null =>
  given[name] === undefined || given[name] === null ? null : Number(given[name]);

export interface NewRules {
  readonly securityGroupUuid: string;
  readonly rules: readonly Given[];
  readonly remoteSecurityGroupUuids: readonly string[] | null;
  readonly priority: number | null;
}

/**
 * The rules of a call, checked one by one and against those that are there.
 * @throws SYS.1007 for a rule that cannot be, is there already or is one too many; SG.1005 and SG.1006 for ports and
 * addresses that are none; SYS.1000 for a type or state that is none, as the real system finds it when it writes
 */
export function rulesToAdd(world: World, { securityGroupUuid, ...wanted }: NewRules): WantedRule[] {
  const { securityGroups } = world.repositories;
  const given = withRemotes(wanted);
  const priority = placeOf(wanted.priority);
  if (priority === 0) {
    throw refused('rule priority must greater than 0 or equals -1');
  }
  const rules = given.map((rule) => checkedRule(rule));
  const [one, other] = twins(rules);
  if (one && other) {
    throw refused(
      `rule[${JSON.stringify(shown(one))}] and rule[${JSON.stringify(shown(other))}] are dupilicated`,
    );
  }
  const there = securityGroups.listRules(securityGroupUuid);
  for (const old of there) {
    const same = rules.find((rule) => isSame(rule, old));
    if (same) {
      throw refused(
        `rule[${JSON.stringify(shown(same))}] is duplicated to rule[uuid:${old.uuid}] in datebase`,
      );
    }
  }
  checkNumbers(world, rules, there, priority);
  for (const { type, state } of rules) {
    asEnum('SecurityGroupRuleType', RULE_TYPES, type);
    asEnum('SecurityGroupRuleState', RULE_STATES, state);
  }
  const isMissing = rules.some(
    ({ remoteSecurityGroupUuid: remote }) => remote !== null && !securityGroups.find(remote),
  );
  if (isMissing) {
    throw apiError(
      'SYS.1000',
      'Cannot add or update a child row: a foreign key constraint fails (`zstack`.`SecurityGroupRuleVO`)',
    );
  }
  return rules;
}

/** The place that is asked for: -1 behind all others. */
export const placeOf = (priority: number | null): number =>
  priority === null || priority < 0 ? LOWEST_PRIORITY : priority;

/** Each rule for each of the groups that are named beside the rules, where some are. */
function withRemotes({
  rules,
  remoteSecurityGroupUuids: remotes,
}: Pick<NewRules, 'rules' | 'remoteSecurityGroupUuids'>): readonly Given[] {
  if (rules.length > MOST_AT_ONCE) {
    throw refused(`the rules cannot be empty or exceed the max number ${MOST_AT_ONCE}`);
  }
  if (!remotes || remotes.length === 0) return rules;
  if (new Set(remotes).size < remotes.length) {
    throw refused(`duplicate uuid in remoteSecurityGroupUuids: [${remotes.join(', ')}]`);
  }
  if (rules.some((rule) => textOf(rule, 'remoteSecurityGroupUuid') !== null)) {
    throw refused('the remote security group uuid is conflict');
  }
  return remotes.flatMap((remoteSecurityGroupUuid) =>
    rules.map((rule) => ({ ...rule, remoteSecurityGroupUuid })),
  );
}

function checkedRule(given: Given): WantedRule {
  const protocol = textOf(given, 'protocol');
  if (!RULE_PROTOCOLS.some((known) => known === protocol)) {
    throw refused(`invalid rule protocol[${protocol}], valid protocols are TCP/UDP/ICMP/ALL`);
  }
  const action = textOf(given, 'action') ?? 'ACCEPT';
  if (!RULE_ACTIONS.some((known) => known === action)) {
    throw refused(`invalid rule action[${action}], valid actions are DROP/ACCEPT`);
  }
  const ipVersion = numberOf(given, 'ipVersion') ?? 4;
  if (ipVersion !== 4 && ipVersion !== 6) {
    throw refused(`invalid rule ipVersion[${ipVersion}], valid ipVersions are 4/6`);
  }
  const allowedCidr = textOf(given, 'allowedCidr') || everywhere(ipVersion);
  const type = textOf(given, 'type');
  const remoteSecurityGroupUuid = textOf(given, 'remoteSecurityGroupUuid');
  const range = rangeOf(given, type, { allowedCidr, ipVersion, remoteSecurityGroupUuid });
  const ports = portsOf(given, protocol);
  return {
    type,
    state: given['state'] === undefined ? 'Enabled' : textOf(given, 'state'),
    description: textOf(given, 'description'),
    remoteSecurityGroupUuid,
    ipVersion,
    protocol,
    srcIpRange: type === 'Egress' ? null : range,
    dstIpRange: type === 'Egress' ? range : null,
    action,
    allowedCidr,
    ...ports,
  };
}

/** The addresses of the other side: a network that is allowed stands for them. What is no egress is judged as ingress. */
function rangeOf(
  given: Given,
  type: string | null,
  {
    allowedCidr,
    ipVersion,
    remoteSecurityGroupUuid: remote,
  }: Pick<WantedRule, 'allowedCidr' | 'ipVersion' | 'remoteSecurityGroupUuid'>,
): string | null {
  const [own, wrong, kind] =
    type === 'Egress'
      ? (['dstIpRange', 'srcIpRange', 'egress'] as const)
      : (['srcIpRange', 'dstIpRange', 'ingress'] as const);
  const misplaced = textOf(given, wrong);
  if (misplaced !== null) {
    throw refused(`the ${wrong}[${misplaced}] is not allowed to set for ${kind} rule`);
  }
  let range = textOf(given, own);
  if (allowedCidr !== everywhere(4) && allowedCidr !== everywhere(6)) {
    if (range !== null) {
      throw refused(`the allowedCidr[${allowedCidr}] and ${own}[${range}] are in conflict`);
    }
    range = allowedCidr;
  }
  if (range === null) return null;
  if (remote !== null) {
    throw refused(`the ip range[${range}] and remoteSecurityGroupUuid[${remote}] are in conflict`);
  }
  checkIps(range, ipVersion);
  return range;
}

function portsOf(given: Given, protocol: string | null) {
  const startPort = numberOf(given, 'startPort') ?? -1;
  const endPort = numberOf(given, 'endPort') ?? -1;
  let dstPortRange = textOf(given, 'dstPortRange');
  if (protocol === 'ALL' || protocol === 'ICMP') {
    if (dstPortRange !== null) {
      throw refused(`the protocol type ALL or ICMP cant not set dstPortRange[${dstPortRange}]`);
    }
    if (startPort !== -1 || endPort !== -1) {
      throw refused('the protocol type ALL or ICMP cant not set startPort or endPort');
    }
    return { dstPortRange, startPort, endPort };
  }
  if (startPort >= 0 && endPort <= 65_535) {
    if (startPort > endPort) {
      throw refused(
        `invalid rule endPort[${endPort}], endPort must be greater than or equal to startPort[${startPort}]`,
      );
    }
    if (dstPortRange !== null) {
      throw refused(`dstPortRange[${dstPortRange}] and starPort[${startPort}] are in conflict`);
    }
    dstPortRange = startPort === endPort ? String(startPort) : `${startPort}-${endPort}`;
  }
  if (dstPortRange === null) throw refused('the protocol type TCP/UDP must set dstPortRange');
  checkPorts(dstPortRange);
  return { dstPortRange, startPort, endPort };
}

/** What makes a rule of it: whether its type is one is not known yet. */
const contentOf = (rule: WantedRule): RuleContent => ({
  type: rule.type as RuleType,
  ipVersion: rule.ipVersion,
  protocol: rule.protocol as RuleProtocol,
  action: rule.action as RuleAction,
  srcIpRange: rule.srcIpRange,
  dstIpRange: rule.dstIpRange,
  dstPortRange: rule.dstPortRange,
  remoteSecurityGroupUuid: rule.remoteSecurityGroupUuid,
});

const isSame = (rule: WantedRule, other: RuleContent) => isSameRule(contentOf(rule), other);

/** The first two that are the same. */
function twins(rules: readonly WantedRule[]): readonly WantedRule[] {
  const seen = new Map<string, WantedRule>();
  for (const rule of rules) {
    const key = JSON.stringify(contentOf(rule));
    const known = seen.get(key);
    if (known) return [known, rule];
    seen.set(key, rule);
  }
  return [];
}

/** A rule as the real system writes it into a message. */
const shown = (rule: WantedRule) => ({
  type: rule.type ?? undefined,
  state: rule.state ?? undefined,
  description: rule.description ?? undefined,
  remoteSecurityGroupUuid: rule.remoteSecurityGroupUuid ?? undefined,
  ipVersion: rule.ipVersion,
  protocol: rule.protocol ?? undefined,
  srcIpRange: rule.srcIpRange ?? undefined,
  dstIpRange: rule.dstIpRange ?? undefined,
  dstPortRange: rule.dstPortRange ?? undefined,
  action: rule.action,
  startPort: rule.startPort,
  endPort: rule.endPort,
  allowedCidr: rule.allowedCidr,
});

/** Of each type so many at most, one behind the other. */
function checkNumbers(
  { repositories }: World,
  rules: readonly WantedRule[],
  there: readonly SecurityGroupRule[],
  priority: number,
): void {
  const limit = configNumber(repositories.globalConfig, 'securityGroupRules');
  const counts = RULE_TYPES.map((type) => ({
    type,
    old: there.filter((rule) => rule.type === type && rule.priority !== 0).length,
    more: rules.filter((rule) => rule.type === type).length,
  }));
  for (const { type, old, more } of counts) {
    if (old >= limit && more > 0) {
      throw refused(`security group ${type} rules has reached the maximum limit[${limit}]`);
    }
  }
  for (const { type, old, more } of counts) {
    if (old + more > limit) {
      throw refused(
        `security group ${type} rules number[${old + more}] is out of max limit[${limit}]`,
      );
    }
  }
  for (const { type, old, more } of counts) {
    if (priority > old + 1 && more > 0) {
      throw refused(
        `priority[${priority}] must be consecutive, the ${type.toLowerCase()} rule maximum priority is [${old}]`,
      );
    }
  }
}

/** @throws SYS.1000 with the words of Java for what is none of them */
function asEnum(name: string, values: readonly string[], value: string | null): void {
  if (value === null) throw apiError('SYS.1000', 'Name is null');
  if (values.includes(value)) return;
  throw apiError('SYS.1000', `No enum constant org.zstack.network.securitygroup.${name}.${value}`);
}

/** Writes checked rules at a place of their types, one behind the other; what stands there goes behind them. */
export function addRules(
  world: World,
  securityGroupUuid: string,
  rules: readonly WantedRule[],
  priority: number,
  now: number,
  uuidOf: (place: string) => string = () => world.chance.uuid(),
): void {
  const { securityGroups } = world.repositories;
  const there = securityGroups.listRules(securityGroupUuid).filter((rule) => rule.priority !== 0);
  for (const type of RULE_TYPES) {
    const added = rules.filter((rule) => rule.type === type);
    if (added.length === 0) continue;
    const others = there.filter((rule) => rule.type === type);
    const first = priority === LOWEST_PRIORITY ? others.length + 1 : priority;
    for (const rule of others.filter((each) => each.priority >= first)) {
      securityGroups.updateRule(rule, { priority: rule.priority + added.length }, now);
    }
    for (const [i, rule] of added.entries()) {
      const uuid = uuidOf(`${type} ${first + i}`);
      insertRule(world, { uuid, securityGroupUuid, priority: first + i }, rule, now);
    }
  }
}

function insertRule(
  { repositories }: World,
  place: Pick<SecurityGroupRule, 'uuid' | 'securityGroupUuid' | 'priority'>,
  rule: WantedRule,
  now: number,
): void {
  repositories.securityGroups.insertRule({
    ...contentOf(rule),
    ...place,
    state: rule.state as RuleState,
    description: rule.description,
    srcPortRange: null,
    allowedCidr: rule.allowedCidr,
    startPort: rule.startPort < 0 ? null : rule.startPort,
    endPort: rule.endPort < 0 ? null : rule.endPort,
    createDate: now,
    lastOpDate: now,
  });
}
