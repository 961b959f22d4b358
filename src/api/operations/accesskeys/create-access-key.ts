import { accessKeyInventory } from '../../../contract/inventories/account-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { createAccessKey as create } from '../../../services/accounts/access-keys.js';
import { defineCommand } from '../../define-operation.js';
import { accessKeyResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

export const createAccessKey = defineCommand({
  name: 'CreateAccessKey',
  family: 'accesskeys',
  method: 'POST',
  paths: ['/v1/accesskeys'],
  bodyKey: 'params',
  summary: 'Makes a key that signs requests; its id and secret may be given together',
  params: {
    accountUuid: requiredText({ resourceType: 'Account' }),
    userUuid: requiredText({ description: 'the account again, as long as there are no users' }),
    description: optionalText({ maxLength: 2048 }),
    AccessKeyID: optionalText({ minLength: 10, maxLength: 20 }),
    AccessKeySecret: optionalText({ minLength: 10, maxLength: 40 }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: accessKeyInventory },
  check(_world, { params, caller }) {
    const { accountUuid, AccessKeyID: id, AccessKeySecret: secret } = params;
    if (!caller.isAdmin && accountUuid !== caller.accountUuid) {
      throw apiError(
        'SYS.1006',
        `permission denied, the account[uuid:${caller.accountUuid}] cannot make an access key for the account[uuid:${accountUuid}]`,
      );
    }
    if ((id === null) !== (secret === null) || /:/.test(`${id}${secret}`)) {
      throw apiError(
        'SYS.1007',
        "AccessKeyID and AccessKeySecret must be given together and cannot include ':'",
      );
    }
  },
  run: ({ world, params, now }) => ({
    uuid: create(
      world,
      {
        ...params,
        accessKeyId: params.AccessKeyID,
        accessKeySecret: params.AccessKeySecret,
      },
      now,
    ),
  }),
  result: accessKeyResult,
});
