import { quotaUsage } from '../../../contract/inventories/account-inventory.js';
import { quotaUsages } from '../../../services/accounts/quotas.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getAccountQuotaUsage = defineSync({
  name: 'GetAccountQuotaUsage',
  family: 'accounts',
  method: 'GET',
  paths: ['/v1/accounts/quota/{uuid}/usages'],
  auth: true,
  summary: 'Tells what of its quotas an account uses',
  params: { uuid: requiredText({ resourceType: 'Account', checkAccount: true }) },
  returns: { usages: quotaUsage.array() },
  run: (world, { uuid }) => ({ usages: quotaUsages(world, uuid) }),
});
