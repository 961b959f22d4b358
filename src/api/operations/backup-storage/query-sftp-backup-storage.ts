import {
  sftpBackupStorageInventory,
  toImageServerInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { ofOneType } from '../../by-type.js';
import { defineQuery } from '../../define-operation.js';

export const querySftpBackupStorage = defineQuery({
  name: 'QuerySftpBackupStorage',
  family: 'backup-storage',
  paths: ['/v1/backup-storage/sftp', '/v1/backup-storage/sftp/{uuid}'],
  summary: 'Finds backup storages of this type',
  returns: { inventories: sftpBackupStorageInventory.array() },
  entity: 'sftpbackupstorage',
  of: (queries) => queries.sftpBackupStorages,
  instead: ofOneType,
  toInventory: (row) => toImageServerInventory(row, row.zoneUuids),
});
