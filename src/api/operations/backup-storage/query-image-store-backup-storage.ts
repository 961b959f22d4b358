import {
  imageStoreBackupStorageInventory,
  toImageServerInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImageStoreBackupStorage = defineQuery({
  name: 'QueryImageStoreBackupStorage',
  family: 'backup-storage',
  paths: ['/v1/backup-storage/image-store', '/v1/backup-storage/image-store/{uuid}'],
  summary: 'Finds backup storages of this type',
  returns: { inventories: imageStoreBackupStorageInventory.array() },
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.imageStoreBackupStorages.query(query, ownerUuid);
    return { inventories: rows.map((row) => toImageServerInventory(row, row.zoneUuids)), total };
  },
});
