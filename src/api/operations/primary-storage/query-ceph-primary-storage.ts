import {
  cephPrimaryStorageInventory,
  toCephPrimaryStorageInventory,
} from '../../../contract/inventories/primary-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryCephPrimaryStorage = defineQuery({
  name: 'QueryCephPrimaryStorage',
  family: 'primary-storage',
  paths: ['/v1/primary-storage/ceph', '/v1/primary-storage/ceph/{uuid}'],
  summary: 'Finds primary storages of this type',
  returns: { inventories: cephPrimaryStorageInventory.array() },
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.cephPrimaryStorages.query(query, ownerUuid);
    const inventories = rows.map((row) => toCephPrimaryStorageInventory(row, row.clusterUuids));
    return { inventories, total };
  },
});
