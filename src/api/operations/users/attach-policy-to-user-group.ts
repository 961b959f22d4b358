import { policyOf, userGroupOf } from '../../../services/resources/lookup.js';
import { checkOfAccount } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const attachPolicyToUserGroup = defineCommand({
  name: 'AttachPolicyToUserGroup',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/groups/{groupUuid}/policies'],
  bodyKey: 'params',
  summary: 'Gives a policy to all users of a group; one that it has already is no error',
  params: {
    policyUuid: requiredText({ resourceType: 'Policy', checkAccount: true }),
    groupUuid: requiredText({ resourceType: 'UserGroup', checkAccount: true }),
  },
  returns: {},
  check: (world, { params, caller }) =>
    checkOfAccount(caller, {
      policy: policyOf(world, params.policyUuid),
      group: userGroupOf(world, params.groupUuid),
    }),
  run: ({ world, params, now }) =>
    world.repositories.policies.attachToGroup(params.policyUuid, params.groupUuid, now),
});
