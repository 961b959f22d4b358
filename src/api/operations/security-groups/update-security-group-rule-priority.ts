import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { RULE_TYPES } from '../../../domain/security-group/security-group.js';
import { securityGroupRuleOf } from '../../../services/resources/lookup.js';
import { checkedOrder } from '../../../services/security-groups/change-rules.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredChoice, requiredObjects, requiredText } from '../../params.js';

export const updateSecurityGroupRulePriority = defineCommand({
  name: 'UpdateSecurityGroupRulePriority',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/{securityGroupUuid}/rules/priority/actions'],
  bodyKey: 'updateSecurityGroupRulePriority',
  summary: 'Puts all rules of a type into another order',
  params: {
    securityGroupUuid: requiredText({
      resourceType: 'SecurityGroup',
      checkAccount: true,
      nonempty: true,
    }),
    type: requiredChoice(RULE_TYPES, { nonempty: true }),
    rules: requiredObjects({ nonempty: true }, 'List<SecurityGroupRulePriorityAO>'),
  },
  returns: { inventory: securityGroupInventory },
  check: (world, { params: { securityGroupUuid, type, rules } }) =>
    void checkedOrder(world, securityGroupUuid, type, rules),
  run({ world, params: { securityGroupUuid, type, rules }, now }) {
    for (const { ruleUuid, priority } of checkedOrder(world, securityGroupUuid, type, rules)) {
      const rule = securityGroupRuleOf(world, ruleUuid);
      if (rule.priority === priority) continue;
      world.repositories.securityGroups.updateRule(rule, { priority }, now);
    }
    return { uuid: securityGroupUuid };
  },
  result: securityGroupResult,
});
