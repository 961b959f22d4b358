import { accountInventory } from '../../../contract/inventories/account-inventory.js';
import {
  checkAccountChange,
  concealPassword,
  updateAccount as update,
} from '../../../services/accounts/accounts.js';
import { accountOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { accountResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

const password = { maxLength: 255, description: 'SHA-512 of the password, in lower-case hex' };

export const updateAccount = defineCommand({
  name: 'UpdateAccount',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/{uuid}'],
  bodyKey: 'updateAccount',
  summary: 'Changes an account; a normal one only itself',
  params: {
    uuid: requiredText({ resourceType: 'Account', checkAccount: true }),
    password: optionalText(password),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    oldPassword: optionalText(password),
  },
  returns: { inventory: accountInventory },
  check: (world, { params, caller }) =>
    checkAccountChange(world, accountOf(world, params.uuid), params, caller),
  conceal: (world, { password: digest }) => ({
    oldPassword: null,
    ...(digest === null ? {} : concealPassword(world, { password: digest })),
  }),
  run({ world, params, now }) {
    const change = { ...params, passwordHash: params.password };
    update(world, accountOf(world, params.uuid), change, now);
    return { uuid: params.uuid };
  },
  result: accountResult,
});
