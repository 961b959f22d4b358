import {
  backupStorageInventory,
  toBackupStorageInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryBackupStorage = defineQuery({
  name: 'QueryBackupStorage',
  family: 'backup-storage',
  paths: ['/v1/backup-storage', '/v1/backup-storage/{uuid}'],
  summary: 'Finds backup storages of all types',
  returns: { inventories: backupStorageInventory.array() },
  entity: 'backupstorage',
  of: (queries) => queries.backupStorages,
  toInventory: (row) => toBackupStorageInventory(row, row.zoneUuids),
});
