import { policyOf, userGroupOf } from '../../../services/resources/lookup.js';
import { checkOfAccount } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const detachPolicyFromUserGroup = defineCommand({
  name: 'DetachPolicyFromUserGroup',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/groups/{groupUuid}/policies/{policyUuid}'],
  summary: 'Takes a policy from a group; one that it has not is no error',
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
  run: ({ world, params }) =>
    world.repositories.policies.detachFromGroup(params.policyUuid, params.groupUuid),
});
