import { policyOf, userOf } from '../../../services/resources/lookup.js';
import { checkOfAccount } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const attachPolicyToUser = defineCommand({
  name: 'AttachPolicyToUser',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/users/{userUuid}/policies'],
  bodyKey: 'params',
  summary: 'Gives a policy to a user; one that it has already is no error',
  params: {
    userUuid: requiredText({ resourceType: 'User', checkAccount: true }),
    policyUuid: requiredText({ resourceType: 'Policy', checkAccount: true }),
  },
  returns: {},
  check: (world, { params, caller }) =>
    checkOfAccount(caller, {
      policy: policyOf(world, params.policyUuid),
      user: userOf(world, params.userUuid),
    }),
  run: ({ world, params, now }) =>
    world.repositories.policies.attachToUser(params.policyUuid, params.userUuid, now),
});
