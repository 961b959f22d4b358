import { imageStoreBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { defineServerUpdate } from './update-server.js';

export const updateImageStoreBackupStorage = defineServerUpdate({
  name: 'UpdateImageStoreBackupStorage',
  path: '/v1/backup-storage/image-store/{uuid}/actions',
  bodyKey: 'updateImageStoreBackupStorage',
  summary: 'Changes how an ImageStore backup storage is called and reached',
  inventory: imageStoreBackupStorageInventory,
});
