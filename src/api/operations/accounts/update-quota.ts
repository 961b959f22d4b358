import { QUOTA_USES, type Quota, type QuotaUse } from '../../../domain/account/account.js';
import {
  quotaInventory,
  toQuotaInventory,
} from '../../../contract/inventories/account-inventory.js';
import { apiError, errorCode } from '../../../core/api-error.js';
import type { World } from '../../../domain/world.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText, wholeNumber } from '../../params.js';

export const updateQuota = defineCommand({
  name: 'UpdateQuota',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/quotas/actions'],
  bodyKey: 'updateQuota',
  adminOnly: true,
  summary: 'Sets what an account may have at most',
  params: {
    identityUuid: requiredText({ resourceType: 'Account' }),
    name: requiredText({ description: `one of ${QUOTA_USES.join(', ')}` }),
    // A number of Java that nobody sets is 0, and the quota becomes that.
    value: wholeNumber('long', { numberRange: [0, 2 ** 63] }, 0),
  },
  returns: { inventory: quotaInventory },
  check(world, { params: { identityUuid, name, value } }) {
    refuseBelowUsed(world, quotaOf(world, identityUuid, name), value);
  },
  run({ world, params: { identityUuid, name, value }, now }) {
    world.repositories.quotas.save(quotaOf(world, identityUuid, name), value, now);
    return { identityUuid, name };
  },
  result: (world, { identityUuid, name }) => ({
    inventory: toQuotaInventory(quotaOf(world, String(identityUuid), String(name))),
  }),
});

/** Nothing that an account has is to exceed what it may have. @throws SYS.1006 */
function refuseBelowUsed(
  { repositories }: World,
  { identityUuid, name }: Quota,
  value: number,
): void {
  const used = repositories.quotas.used(identityUuid, name as QuotaUse);
  if (used <= value) return;
  const cause = errorCode(
    'SYS.1007',
    `the account[uuid:${identityUuid}] used [name:${name}, usedValue:${used}] exceeds request quota: ${value}`,
  );
  throw apiError(
    'SYS.1006',
    `cannot update Quota[name: ${name}] for the account[uuid: ${identityUuid}]`,
    cause,
  );
}

function quotaOf({ repositories }: World, identityUuid: string, name: string) {
  const quota = repositories.quotas.find(identityUuid, name);
  if (quota) return quota;
  throw apiError(
    'SYS.1007',
    `cannot find Quota[name: ${name}] for the account[uuid: ${identityUuid}]`,
  );
}
