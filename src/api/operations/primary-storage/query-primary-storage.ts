import {
  anyPrimaryStorageInventory,
  toAnyPrimaryStorageInventory,
} from '../../../contract/inventories/primary-storage-inventory.js';
import { byType } from '../../by-type.js';
import { defineQuery } from '../../define-operation.js';
import { queryCephPrimaryStorage } from './query-ceph-primary-storage.js';

export const queryPrimaryStorage = defineQuery({
  name: 'QueryPrimaryStorage',
  family: 'primary-storage',
  paths: ['/v1/primary-storage'],
  summary: 'Finds primary storages of all types',
  returns: { inventories: anyPrimaryStorageInventory.array() },
  entity: 'primarystorage',
  of: (queries) => queries.primaryStorages,
  toInventory: toAnyPrimaryStorageInventory,
  instead: byType({ Ceph: queryCephPrimaryStorage }),
});
