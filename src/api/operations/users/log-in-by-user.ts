import {
  sessionInventory,
  toSessionInventory,
} from '../../../contract/inventories/session-inventory.js';
import { logInUser } from '../../../services/accounts/sessions.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, requiredText, textMap } from '../../params.js';

export const logInByUser = defineSync({
  name: 'LogInByUser',
  family: 'users',
  method: 'PUT',
  paths: ['/v1/accounts/users/login'],
  bodyKey: 'logInByUser',
  auth: false,
  summary: 'Opens a session of a user: with an account, its name and its password',
  params: {
    accountUuid: optionalText(),
    accountName: optionalText(),
    userName: requiredText(),
    password: requiredText({ description: 'SHA-512 of the password, in lower-case hex' }),
    clientInfo: textMap(),
  },
  returns: { inventory: sessionInventory },
  run: (world, params) => ({ inventory: toSessionInventory(logInUser(world, params)) }),
});
