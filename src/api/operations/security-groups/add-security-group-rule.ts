import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { addRules, placeOf, rulesToAdd } from '../../../services/security-groups/new-rules.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredObjects, requiredText, textList, wholeNumber } from '../../params.js';

export const addSecurityGroupRule = defineCommand({
  name: 'AddSecurityGroupRule',
  family: 'security-groups',
  method: 'POST',
  paths: ['/v1/security-groups/{securityGroupUuid}/rules'],
  bodyKey: 'params',
  summary: 'Adds rules to a security group, at a place or behind all others',
  params: {
    securityGroupUuid: requiredText({
      resourceType: 'SecurityGroup',
      checkAccount: true,
      nonempty: true,
    }),
    rules: requiredObjects({ nonempty: true }, 'List<SecurityGroupRuleAO>'),
    remoteSecurityGroupUuids: textList({ resourceType: 'SecurityGroup', nonempty: true }),
    priority: wholeNumber('Integer', { description: 'from 1; default: behind all others' }),
  },
  returns: { inventory: securityGroupInventory },
  check: (world, { params }) => void rulesToAdd(world, params),
  run({ world, params, now }) {
    const uuid = params.securityGroupUuid;
    addRules(world, uuid, rulesToAdd(world, params), placeOf(params.priority), now);
    return { uuid };
  },
  result: securityGroupResult,
});
