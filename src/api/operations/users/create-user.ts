import { userInventory } from '../../../contract/inventories/user-inventory.js';
import { concealPassword } from '../../../services/accounts/accounts.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { checkNewUser, createUser as create } from '../../../services/users/users.js';
import { defineCommand } from '../../define-operation.js';
import { userResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

export const createUser = defineCommand({
  name: 'CreateUser',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/users'],
  bodyKey: 'params',
  summary: 'Makes a user of the caller’s account',
  params: {
    name: requiredText({ maxLength: 255 }),
    password: requiredText({
      maxLength: 255,
      description: 'SHA-512 of the password, in lower-case hex',
    }),
    description: optionalText({ maxLength: 2048 }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: userInventory },
  check: (world, { params, caller }) => checkNewUser(world, caller.accountUuid, params.name),
  conceal: concealPassword,
  run({ world, params, caller, systemTags, userTags, tagUuids, now }) {
    const { accountUuid } = caller;
    const uuid = create(world, { ...params, accountUuid, passwordHash: params.password }, now);
    writeTags(world, 'UserVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: userResult,
});
