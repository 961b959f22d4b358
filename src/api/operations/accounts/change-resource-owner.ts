import {
  accountResourceRefInventory,
  toAccountResourceRefInventory,
} from '../../../contract/inventories/account-inventory.js';
import { changeOwner, checkNewOwner, givenAway } from '../../../services/accounts/sharing.js';
import { resourceRefOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const changeResourceOwner = defineCommand({
  name: 'ChangeResourceOwner',
  family: 'account',
  method: 'POST',
  paths: ['/v1/account/{accountUuid}/resources'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Gives a resource to another account',
  params: {
    accountUuid: requiredText({ resourceType: 'Account' }),
    resourceUuid: requiredText({ nonempty: true, resourceType: 'Resource', checkAccount: true }),
  },
  returns: { inventory: accountResourceRefInventory },
  check(world, { params: { accountUuid, resourceUuid }, caller }) {
    checkNewOwner(world, givenAway(world, resourceUuid), accountUuid, caller);
  },
  run({ world, params: { accountUuid, resourceUuid }, now }) {
    changeOwner(world, resourceUuid, accountUuid, now);
    return { resourceUuid };
  },
  result: (world, { resourceUuid }) => ({
    inventory: toAccountResourceRefInventory(resourceRefOf(world, String(resourceUuid))),
  }),
});
