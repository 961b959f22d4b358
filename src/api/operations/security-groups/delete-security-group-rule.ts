import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { rulesToDelete } from '../../../services/security-groups/change-rules.js';
import { removeRules } from '../../../services/security-groups/security-groups.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredList } from '../../params.js';

export const deleteSecurityGroupRule = defineCommand({
  name: 'DeleteSecurityGroupRule',
  family: 'security-groups',
  method: 'DELETE',
  paths: ['/v1/security-groups/rules'],
  summary: 'Removes rules of one security group; those that are not there are no error',
  params: { ruleUuids: requiredList({ nonempty: true, checkAccount: true }) },
  returns: { inventory: securityGroupInventory },
  check: (world, { params }) => void rulesToDelete(world, params.ruleUuids),
  run({ world, params, now }) {
    const rules = rulesToDelete(world, params.ruleUuids);
    const uuid = rules[0]?.securityGroupUuid;
    if (uuid === undefined) return {};
    removeRules(world, uuid, rules, now);
    return { uuid };
  },
  result: securityGroupResult,
});
