import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { securityGroupOf } from '../../../services/resources/lookup.js';
import { changeSecurityGroupState as change } from '../../../services/security-groups/security-groups.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeSecurityGroupState = defineCommand({
  name: 'ChangeSecurityGroupState',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/{uuid}/actions'],
  bodyKey: 'changeSecurityGroupState',
  summary: 'Enables or disables a security group',
  params: {
    uuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: securityGroupInventory },
  run({ world, params, now }) {
    change(world, securityGroupOf(world, params.uuid), params.stateEvent, now);
    return { uuid: params.uuid };
  },
  result: securityGroupResult,
});
