import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { checkMigration, migrateImageFlow } from '../../../services/images/copy/migrate-image.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const backupStorageMigrateImage = defineAsync({
  name: 'BackupStorageMigrateImage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/images/{imageUuid}/actions'],
  bodyKey: 'backupStorageMigrateImage',
  auth: true,
  adminOnly: true,
  summary: 'Moves an image from one Ceph storage to another; what it leaves is trash there',
  params: {
    imageUuid: requiredText({ resourceType: 'Image' }),
    srcBackupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
    dstBackupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
  },
  returns: { inventory: imageInventory },
  flow: migrateImageFlow,
  check: (world, { params }) => checkMigration(world, params),
  context: (_world, { params }) => ({ ...params }),
  result: imageResult,
});
