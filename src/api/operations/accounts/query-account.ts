import {
  accountInventory,
  toAccountInventory,
} from '../../../contract/inventories/account-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryAccount = defineQuery({
  name: 'QueryAccount',
  family: 'accounts',
  paths: ['/v1/accounts', '/v1/accounts/{uuid}'],
  summary: 'Finds accounts',
  returns: { inventories: accountInventory.array() },
  entity: 'account',
  of: (queries) => queries.accounts,
  toInventory: toAccountInventory,
});
