import {
  sftpBackupStorageInventory,
  toImageServerInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const querySftpBackupStorage = defineQuery({
  name: 'QuerySftpBackupStorage',
  family: 'backup-storage',
  paths: ['/v1/backup-storage/sftp', '/v1/backup-storage/sftp/{uuid}'],
  summary: 'Finds backup storages of this type',
  returns: { inventories: sftpBackupStorageInventory.array() },
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.sftpBackupStorages.query(query, ownerUuid);
    return { inventories: rows.map((row) => toImageServerInventory(row, row.zoneUuids)), total };
  },
});
