import { accountInventory } from '../../../contract/inventories/account-inventory.js';
import { ACCOUNT_TYPES } from '../../../domain/account/account.js';
import {
  checkNewAccount,
  concealPassword,
  createAccount as create,
} from '../../../services/accounts/accounts.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { accountResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalChoice, optionalText, requiredText } from '../../params.js';

export const createAccount = defineCommand({
  name: 'CreateAccount',
  family: 'accounts',
  method: 'POST',
  paths: ['/v1/accounts'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes an account',
  params: {
    name: requiredText({ maxLength: 255 }),
    password: requiredText({
      maxLength: 255,
      description: 'SHA-512 of the password, in lower-case hex',
    }),
    type: optionalChoice(ACCOUNT_TYPES, { description: 'default: Normal' }),
    description: optionalText({ maxLength: 2048 }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: accountInventory },
  check: (world, { params }) => checkNewAccount(world, params.name),
  conceal: concealPassword,
  run({ world, params, systemTags, userTags, tagUuids, now }) {
    const uuid = create(world, { ...params, passwordHash: params.password }, now);
    writeTags(world, 'AccountVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: accountResult,
});
