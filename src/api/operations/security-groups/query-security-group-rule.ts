import {
  securityGroupRuleInventory,
  toSecurityGroupRuleInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const querySecurityGroupRule = defineQuery({
  name: 'QuerySecurityGroupRule',
  family: 'security-groups',
  paths: ['/v1/security-groups/rules', '/v1/security-groups/rules/{uuid}'],
  summary: 'Finds rules of security groups',
  returns: { inventories: securityGroupRuleInventory.array() },
  entity: 'securitygrouprule',
  of: (queries) => queries.securityGroupRules,
  toInventory: toSecurityGroupRuleInventory,
});
