import { whenGiven } from '../../core/given.js';
import {
  DEFAULT_PRIORITY,
  everywhere,
  RULE_TYPES,
  securityGroupStateMachine,
  type SecurityGroup,
  type SecurityGroupRule,
} from '../../domain/security-group/security-group.js';
import type { World } from '../../domain/world.js';
import { newUuid } from '../resources/lookup.js';
import { leave } from './nics-in-groups.js';

export interface NewSecurityGroup {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
}

/** Makes a group with the rules that every group has: its own NICs may talk to each other. */
export function createSecurityGroup(world: World, wanted: NewSecurityGroup, now: number): string {
  const { securityGroups, accounts } = world.repositories;
  const { name, description, ownerUuid } = wanted;
  const uuid = newUuid(world, wanted.resourceUuid);
  const dates = { createDate: now, lastOpDate: now };
  securityGroups.insert({ uuid, name, description, state: 'Enabled', ...dates });
  accounts.own(ownerUuid, uuid, 'SecurityGroupVO');
  for (const rule of defaultRules(uuid, now, () => world.chance.uuid())) {
    securityGroups.insertRule(rule);
  }
  return uuid;
}

/** The rules that every group has. */
export function defaultRules(
  securityGroupUuid: string,
  now: number,
  uuidOf: (name: string) => string,
): SecurityGroupRule[] {
  return [4, 6].flatMap((ipVersion) =>
    RULE_TYPES.map((type) => ({
      uuid: uuidOf(`${type} ${ipVersion}`),
      securityGroupUuid,
      type,
      ipVersion,
      protocol: 'ALL' as const,
      state: 'Enabled' as const,
      priority: DEFAULT_PRIORITY,
      description: 'default rule',
      srcIpRange: null,
      dstIpRange: null,
      srcPortRange: null,
      dstPortRange: null,
      action: 'ACCEPT' as const,
      remoteSecurityGroupUuid: securityGroupUuid,
      allowedCidr: everywhere(ipVersion),
      startPort: null,
      endPort: null,
      createDate: now,
      lastOpDate: now,
    })),
  );
}

export function updateSecurityGroup(
  { repositories }: World,
  group: SecurityGroup,
  { name, description }: Readonly<Record<'name' | 'description', string | null>>,
  now: number,
): void {
  whenGiven({ name, description }, (told) => repositories.securityGroups.update(group, told, now));
}

export function changeSecurityGroupState(
  { repositories }: World,
  group: SecurityGroup,
  event: 'enable' | 'disable',
  now: number,
): void {
  const state = securityGroupStateMachine.next(group.state, event);
  repositories.securityGroups.update(group, { state }, now);
}

/** Removes a group with its rules, and the rules of other groups that are about it. */
export function deleteSecurityGroup(world: World, { uuid }: SecurityGroup, now: number): void {
  const { securityGroups, accounts, tags } = world.repositories;
  const members = securityGroups.listRefs(uuid).map(({ vmNicUuid }) => vmNicUuid);
  leave(world, uuid, members, now);
  const about = securityGroups.listRulesNaming(uuid);
  for (const rule of about) securityGroups.removeRule(rule.uuid);
  for (const { securityGroupUuid } of about) closeGaps(world, securityGroupUuid, now);
  tags.removeAll(uuid);
  accounts.disown(uuid);
  securityGroups.remove(uuid);
}

/** Removes rules of a group; those behind them move up. */
export function removeRules(
  world: World,
  securityGroupUuid: string,
  rules: readonly SecurityGroupRule[],
  now: number,
): void {
  for (const { uuid } of rules) world.repositories.securityGroups.removeRule(uuid);
  closeGaps(world, securityGroupUuid, now);
}

function closeGaps(
  { repositories: { securityGroups } }: World,
  securityGroupUuid: string,
  now: number,
): void {
  const left = securityGroups.listRules(securityGroupUuid).filter((rule) => rule.priority !== 0);
  for (const type of RULE_TYPES) {
    const ordered = left
      .filter((rule) => rule.type === type)
      .toSorted((a, b) => a.priority - b.priority);
    for (const [i, rule] of ordered.entries()) {
      if (rule.priority !== i + 1) securityGroups.updateRule(rule, { priority: i + 1 }, now);
    }
  }
}
