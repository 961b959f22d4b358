import {
  cephPrimaryStorageInventory,
  toCephPrimaryStorageInventory,
} from '../../../contract/inventories/primary-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryCephPrimaryStorage = defineQuery({
  name: 'QueryCephPrimaryStorage',
  family: 'primary-storage',
  paths: ['/v1/primary-storage/ceph', '/v1/primary-storage/ceph/{uuid}'],
  adminOnly: true,
  summary: 'Finds primary storages of this type',
  returns: { inventories: cephPrimaryStorageInventory.array() },
  entity: 'cephprimarystorage',
  of: (queries) => queries.cephPrimaryStorages,
  toInventory: toCephPrimaryStorageInventory,
});
