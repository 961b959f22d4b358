import {
  accessKeyInventory,
  toAccessKeyInventory,
} from '../../../contract/inventories/account-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryAccessKey = defineQuery({
  name: 'QueryAccessKey',
  family: 'accesskeys',
  paths: ['/v1/accesskeys', '/v1/accesskeys/{uuid}'],
  summary: 'Finds access keys',
  returns: { inventories: accessKeyInventory.array() },
  entity: 'accesskey',
  of: (queries) => queries.accessKeys,
  toInventory: toAccessKeyInventory,
});
