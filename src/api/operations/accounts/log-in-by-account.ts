import {
  sessionInventory,
  toSessionInventory,
} from '../../../contract/inventories/session-inventory.js';
import { logIn } from '../../../services/accounts/sessions.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, requiredText, textMap } from '../../params.js';

export const logInByAccount = defineSync({
  name: 'LogInByAccount',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/login'],
  bodyKey: 'logInByAccount',
  auth: false,
  summary: 'Opens a session with the name and the password of an account',
  params: {
    accountName: requiredText(),
    password: requiredText({ description: 'SHA-512 of the password, in lower-case hex' }),
    accountType: optionalText(),
    captchaUuid: optionalText(),
    verifyCode: optionalText(),
    clientInfo: textMap(),
  },
  returns: { inventory: sessionInventory },
  run: (world, { accountName, password, accountType }) => ({
    inventory: toSessionInventory(logIn(world, accountName, password, accountType)),
  }),
});
