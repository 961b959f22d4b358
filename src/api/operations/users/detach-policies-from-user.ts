import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';

export const detachPoliciesFromUser = defineCommand({
  name: 'DetachPoliciesFromUser',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/users/{userUuid}/policies'],
  summary: 'Takes several policies from a user',
  params: {
    policyUuids: requiredList({ resourceType: 'Policy', checkAccount: true }),
    userUuid: requiredText({ resourceType: 'User', checkAccount: true }),
  },
  returns: {},
  run({ world, params }) {
    for (const policyUuid of params.policyUuids) {
      world.repositories.policies.detachFromUser(policyUuid, params.userUuid);
    }
  },
});
