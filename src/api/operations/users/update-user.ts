import { userInventory } from '../../../contract/inventories/user-inventory.js';
import { concealPassword } from '../../../services/accounts/accounts.js';
import { userOf } from '../../../services/resources/lookup.js';
import {
  checkUserChange,
  updateUser as update,
  userToChange,
} from '../../../services/users/users.js';
import { defineCommand } from '../../define-operation.js';
import { userResult } from '../../inventory-of.js';
import { optionalText } from '../../params.js';

const password = { maxLength: 255, description: 'SHA-512 of the password, in lower-case hex' };

export const updateUser = defineCommand({
  name: 'UpdateUser',
  family: 'users',
  method: 'PUT',
  paths: ['/v1/accounts/users/actions'],
  bodyKey: 'updateUser',
  summary: 'Changes a user; in a user’s session only itself',
  params: {
    uuid: optionalText({ resourceType: 'User', checkAccount: true }),
    password: optionalText(password),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    oldPassword: optionalText(password),
  },
  returns: { inventory: userInventory },
  check(world, { params, caller }) {
    const user = userOf(world, userToChange(params.uuid, caller));
    checkUserChange(world, user, params, caller);
  },
  conceal: (world, { password: digest }) => ({
    oldPassword: null,
    ...(digest === null ? {} : concealPassword(world, { password: digest })),
  }),
  run({ world, params, caller, now }) {
    const user = userOf(world, userToChange(params.uuid, caller));
    update(world, user, { ...params, passwordHash: params.password }, now);
    return { uuid: user.uuid };
  },
  result: userResult,
});
