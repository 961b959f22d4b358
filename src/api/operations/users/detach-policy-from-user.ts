import { policyOf, userOf } from '../../../services/resources/lookup.js';
import { checkOfAccount } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const detachPolicyFromUser = defineCommand({
  name: 'DetachPolicyFromUser',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/users/{userUuid}/policies/{policyUuid}'],
  summary: 'Takes a policy from a user; one that it has not is no error',
  params: {
    policyUuid: requiredText({ resourceType: 'Policy', checkAccount: true }),
    userUuid: requiredText({ resourceType: 'User', checkAccount: true }),
  },
  returns: {},
  check: (world, { params, caller }) =>
    checkOfAccount(caller, {
      policy: policyOf(world, params.policyUuid),
      user: userOf(world, params.userUuid),
    }),
  run: ({ world, params }) =>
    world.repositories.policies.detachFromUser(params.policyUuid, params.userUuid),
});
