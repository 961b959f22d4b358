import {
  accountResourceRefInventory,
  toAccountResourceRefInventory,
} from '../../../contract/inventories/account-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryAccountResourceRef = defineQuery({
  name: 'QueryAccountResourceRef',
  family: 'accounts',
  paths: ['/v1/accounts/resources/refs'],
  summary: 'Finds who owns what',
  returns: { inventories: accountResourceRefInventory.array() },
  entity: 'accountresourceref',
  of: (queries) => queries.accountResourceRefs,
  toInventory: toAccountResourceRefInventory,
});
