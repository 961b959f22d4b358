import {
  securityGroupRuleInventory,
  toSecurityGroupRuleInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import { RULE_STATES } from '../../../domain/security-group/security-group.js';
import { securityGroupRuleOf } from '../../../services/resources/lookup.js';
import { changedRule, changeRule } from '../../../services/security-groups/change-rules.js';
import { defineCommand } from '../../define-operation.js';
import { optionalChoice, optionalText, requiredText, wholeNumber } from '../../params.js';

export const changeSecurityGroupRule = defineCommand({
  name: 'ChangeSecurityGroupRule',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/rules/{uuid}/actions'],
  bodyKey: 'changeSecurityGroupRule',
  summary: 'Changes a rule; an empty text takes away what was given',
  params: {
    uuid: requiredText({ resourceType: 'SecurityGroupRule', nonempty: true }),
    description: optionalText({ maxLength: 255 }),
    remoteSecurityGroupUuid: optionalText(),
    action: optionalChoice(['DROP', 'ACCEPT'], { nonempty: true }),
    state: optionalChoice(RULE_STATES, { nonempty: true }),
    priority: wholeNumber('Integer', { maxLength: 4, nonempty: true }),
    protocol: optionalChoice(['ALL', 'TCP', 'UDP', 'ICMP'], { nonempty: true }),
    srcIpRange: optionalText({ maxLength: 1024 }),
    dstIpRange: optionalText({ maxLength: 1024 }),
    dstPortRange: optionalText({ maxLength: 255 }),
  },
  returns: { inventory: securityGroupRuleInventory },
  check(world, { params }) {
    changedRule(world, securityGroupRuleOf(world, params.uuid), params);
  },
  run({ world, params, now }) {
    const rule = securityGroupRuleOf(world, params.uuid);
    changeRule(world, rule, changedRule(world, rule, params), now);
    return { uuid: params.uuid };
  },
  result: (world, { uuid }) => ({
    inventory: toSecurityGroupRuleInventory(securityGroupRuleOf(world, String(uuid))),
  }),
});
