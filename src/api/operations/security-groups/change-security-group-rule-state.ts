import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { RULE_STATES } from '../../../domain/security-group/security-group.js';
import { rulesToSwitch } from '../../../services/security-groups/change-rules.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredChoice, requiredList, requiredText } from '../../params.js';

export const changeSecurityGroupRuleState = defineCommand({
  name: 'ChangeSecurityGroupRuleState',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/{securityGroupUuid}/rules/state/actions'],
  bodyKey: 'changeSecurityGroupRuleState',
  summary: 'Enables or disables rules of a security group',
  params: {
    securityGroupUuid: requiredText({ checkAccount: true, nonempty: true }),
    ruleUuids: requiredList({ checkAccount: true, nonempty: true }),
    state: requiredChoice(RULE_STATES),
  },
  returns: { inventory: securityGroupInventory },
  check: (world, { params: { securityGroupUuid, ruleUuids, state } }) =>
    void rulesToSwitch(world, securityGroupUuid, ruleUuids, state),
  run({ world, params: { securityGroupUuid, ruleUuids, state }, now }) {
    for (const rule of rulesToSwitch(world, securityGroupUuid, ruleUuids, state)) {
      world.repositories.securityGroups.updateRule(rule, { state }, now);
    }
    return { uuid: securityGroupUuid };
  },
  result: securityGroupResult,
});
