import {
  anyBackupStorageInventory,
  toAnyBackupStorageInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { byType } from '../../by-type.js';
import { defineQuery } from '../../define-operation.js';
import { queryCephBackupStorage } from './query-ceph-backup-storage.js';
import { queryImageStoreBackupStorage } from './query-image-store-backup-storage.js';
import { querySftpBackupStorage } from './query-sftp-backup-storage.js';

export const queryBackupStorage = defineQuery({
  name: 'QueryBackupStorage',
  family: 'backup-storage',
  paths: ['/v1/backup-storage', '/v1/backup-storage/{uuid}'],
  summary: 'Finds backup storages of all types',
  returns: { inventories: anyBackupStorageInventory.array() },
  entity: 'backupstorage',
  of: (queries) => queries.backupStorages,
  toInventory: (row) => toAnyBackupStorageInventory(row, row.zoneUuids, row.mons),
  instead: byType({
    SftpBackupStorage: querySftpBackupStorage,
    ImageStoreBackupStorage: queryImageStoreBackupStorage,
    Ceph: queryCephBackupStorage,
  }),
});
