import {
  primaryStorageInventory,
  toPrimaryStorageInventory,
} from '../../../contract/inventories/primary-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryPrimaryStorage = defineQuery({
  name: 'QueryPrimaryStorage',
  family: 'primary-storage',
  paths: ['/v1/primary-storage'],
  summary: 'Finds primary storages of all types',
  returns: { inventories: primaryStorageInventory.array() },
  entity: 'primarystorage',
  of: (queries) => queries.primaryStorages,
  toInventory: (row) => toPrimaryStorageInventory(row, row.clusterUuids),
});
