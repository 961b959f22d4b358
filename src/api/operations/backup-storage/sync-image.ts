import { backupStorageOf } from '../../../services/resources/lookup.js';
import { syncImages } from '../../../services/storages/backup/image-store.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const syncImage = defineCommand({
  name: 'SyncImage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/image-store/{imageStoreUuid}/actions'],
  bodyKey: 'syncImage',
  adminOnly: true,
  summary: 'Asks an ImageStore which images it has: those that nobody knows become images',
  params: { imageStoreUuid: requiredText({ resourceType: 'ImageStoreBackupStorage' }) },
  returns: {},
  run: ({ world, params }) => syncImages(world, backupStorageOf(world, params.imageStoreUuid)),
});
