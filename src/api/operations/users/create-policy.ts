import { policyInventory } from '../../../contract/inventories/user-inventory.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { checkStatements, createPolicy as create } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { policyResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { requiredObjects } from '../../params.js';

export const createPolicy = defineCommand({
  name: 'CreatePolicy',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/policies'],
  bodyKey: 'params',
  summary: 'Makes a policy: what users of the caller’s account may do, and what not',
  params: {
    ...NEW_RESOURCE_PARAMS,
    statements: requiredObjects({ nonempty: true }, 'List<PolicyStatement>'),
  },
  returns: { inventory: policyInventory },
  check: (_world, { params, caller }) => checkStatements(params.statements, caller),
  run({ world, params, caller, systemTags, userTags, tagUuids, now }) {
    const uuid = create(world, { ...params, accountUuid: caller.accountUuid }, now);
    writeTags(world, 'PolicyVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: policyResult,
});
