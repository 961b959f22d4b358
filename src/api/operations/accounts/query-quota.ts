import {
  quotaInventory,
  toQuotaInventory,
} from '../../../contract/inventories/account-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryQuota = defineQuery({
  name: 'QueryQuota',
  family: 'accounts',
  paths: ['/v1/accounts/quotas'],
  summary: 'Finds quotas',
  returns: { inventories: quotaInventory.array() },
  entity: 'quota',
  of: (queries) => queries.quotas,
  toInventory: toQuotaInventory,
});
