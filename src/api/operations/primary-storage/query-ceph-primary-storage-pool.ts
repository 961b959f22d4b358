import {
  cephPrimaryStoragePoolInventory,
  toCephPrimaryStoragePoolInventory,
} from '../../../contract/inventories/ceph-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryCephPrimaryStoragePool = defineQuery({
  name: 'QueryCephPrimaryStoragePool',
  family: 'primary-storage',
  paths: ['/v1/primary-storage/ceph/pools', '/v1/primary-storage/ceph/pools/{uuid}'],
  adminOnly: true,
  summary: 'Finds pools of Ceph primary storages',
  returns: { inventories: cephPrimaryStoragePoolInventory.array() },
  entity: 'cephprimarystoragepool',
  of: (queries) => queries.cephPools,
  toInventory: (row) => toCephPrimaryStoragePoolInventory(row, row.storage),
});
