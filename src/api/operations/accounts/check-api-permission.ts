import * as z from 'zod';
import { ApiError, apiError } from '../../../core/api-error.js';
import { operationOfMessage } from '../../../domain/message-class.js';
import { isAdminOnlyAction } from '../../../domain/user/admin-only.js';
import type { World } from '../../../domain/world.js';
import {
  callerOfAccount,
  isUserOfAccount,
  type Caller,
} from '../../../services/accounts/sessions.js';
import { userOf } from '../../../services/resources/lookup.js';
import { checkPermission } from '../../../services/users/permissions.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, requiredList } from '../../params.js';

/** Who is asked about: a user of the caller's account, or of any where admin asks. @throws SYS.1006 */
function subjectOf(world: World, userUuid: string | null, caller: Caller): Caller {
  if (userUuid === null) return caller;
  const { accountUuid } = userOf(world, userUuid);
  if (caller.isAdmin || accountUuid === caller.accountUuid) {
    return { ...callerOfAccount(accountUuid), userUuid };
  }
  throw apiError(
    'SYS.1006',
    `the user specified by the userUuid[${userUuid}] does not belong to the current account, and the current account is not an admin account, so it has no permission to check the user'spermissions`,
  );
}

/** Whether a call of this class would be let through. @throws SYS.1007 for what is no class of a call */
function isAllowed(world: World, subject: Caller, apiName: string): boolean {
  const operation = operationOfMessage(apiName);
  if (operation === undefined) throw apiError('SYS.1007', `${apiName} is not an API`);
  if (!subject.isAdmin && isAdminOnlyAction(apiName)) return false;
  if (!isUserOfAccount(subject)) return true;
  try {
    checkPermission(world, subject, operation, {});
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

export const checkApiPermission = defineSync({
  name: 'CheckApiPermission',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/permissions/actions'],
  bodyKey: 'checkApiPermission',
  auth: true,
  summary: 'Tells which calls an account, or a user of it, may make',
  params: {
    userUuid: optionalText({ resourceType: 'User', description: 'default: who asks' }),
    apiNames: requiredList({
      nonempty: true,
      description: 'full names of classes, e.g. org.zstack.header.image.APIAddImageMsg',
    }),
  },
  returns: { inventory: z.record(z.string(), z.enum(['Allow', 'Deny'])) },
  run(world, { userUuid, apiNames }, caller) {
    const subject = subjectOf(world, userUuid, caller);
    const told = apiNames.map((apiName): [string, 'Allow' | 'Deny'] => [
      apiName,
      isAllowed(world, subject, apiName) ? 'Allow' : 'Deny',
    ]);
    return { inventory: Object.fromEntries(told) };
  },
});
