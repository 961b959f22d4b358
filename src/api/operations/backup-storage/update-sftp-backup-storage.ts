import { sftpBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { defineServerUpdate } from './update-server.js';

export const updateSftpBackupStorage = defineServerUpdate({
  name: 'UpdateSftpBackupStorage',
  path: '/v1/backup-storage/sftp/{uuid}/actions',
  bodyKey: 'updateSftpBackupStorage',
  summary: 'Changes how an Sftp backup storage is called and reached',
  inventory: sftpBackupStorageInventory,
});
