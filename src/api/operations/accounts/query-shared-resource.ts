import {
  sharedResourceInventory,
  toSharedResourceInventory,
} from '../../../contract/inventories/account-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const querySharedResource = defineQuery({
  name: 'QuerySharedResource',
  family: 'accounts',
  paths: ['/v1/accounts/resources'],
  adminOnly: true,
  summary: 'Finds what is shared with whom',
  returns: { inventories: sharedResourceInventory.array() },
  entity: 'sharedresource',
  of: (queries) => queries.sharedResources,
  toInventory: toSharedResourceInventory,
});
