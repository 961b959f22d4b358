import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';

export const attachPoliciesToUser = defineCommand({
  name: 'AttachPoliciesToUser',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/users/{userUuid}/policy-collection'],
  bodyKey: 'params',
  summary: 'Gives several policies to a user',
  params: {
    userUuid: requiredText({ resourceType: 'User', checkAccount: true }),
    policyUuids: requiredList({ resourceType: 'Policy', nonempty: true, checkAccount: true }),
  },
  returns: {},
  run({ world, params, now }) {
    for (const policyUuid of params.policyUuids) {
      world.repositories.policies.attachToUser(policyUuid, params.userUuid, now);
    }
  },
});
