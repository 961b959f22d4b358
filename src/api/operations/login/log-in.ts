import {
  sessionInventory,
  toSessionInventory,
} from '../../../contract/inventories/session-inventory.js';
import { checkLoginType, logIn as openSession } from '../../../services/accounts/sessions.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, requiredText, textMap } from '../../params.js';

export const logIn = defineSync({
  name: 'LogIn',
  family: 'login',
  method: 'PUT',
  paths: ['/v1/login'],
  bodyKey: 'logIn',
  auth: false,
  summary: 'Opens a session in one of several ways, of which there is one here: as an account',
  params: {
    username: requiredText(),
    password: requiredText({ description: 'SHA-512 of the password, in lower-case hex' }),
    loginType: requiredText({ description: 'account' }),
    captchaUuid: optionalText(),
    verifyCode: optionalText(),
    clientInfo: textMap(),
    properties: textMap({ description: 'accountType, which is account' }),
  },
  returns: { inventory: sessionInventory },
  run(world, { username, password, loginType, properties }) {
    checkLoginType(loginType);
    const accountType = properties?.['accountType'] ?? null;
    return { inventory: toSessionInventory(openSession(world, username, password, accountType)) };
  },
});
