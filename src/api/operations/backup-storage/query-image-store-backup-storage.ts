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
  entity: 'imagestorebackupstorage',
  of: (queries) => queries.imageStoreBackupStorages,
  toInventory: (row) => toImageServerInventory(row, row.zoneUuids),
});
