import { loginProcedure } from '../../../contract/inventories/management-inventory.js';
import { checkLoginType } from '../../../services/accounts/sessions.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getLoginProcedures = defineSync({
  name: 'GetLoginProcedures',
  family: 'login',
  method: 'GET',
  paths: ['/v1/login/procedures'],
  auth: false,
  summary: 'Tells what is asked for beside a password: nothing, in the open source',
  params: { username: requiredText(), loginType: requiredText() },
  returns: { procedures: loginProcedure.array() },
  run(_world, { loginType }) {
    checkLoginType(loginType);
    return { procedures: [] };
  },
});
