import { backupStorageOf } from '../../../services/resources/lookup.js';
import { checkConnected } from '../../../services/volume-backups/backup-storage.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const syncVolumeBackup = defineCommand({
  name: 'SyncVolumeBackup',
  family: 'volume-backups',
  method: 'PUT',
  paths: ['/v1/volume-backups/imageStore/{imageStoreUuid}/actions'],
  bodyKey: 'syncVolumeBackup',
  adminOnly: true,
  summary: 'Asks an image store which backups it has: all of them are known here',
  params: { imageStoreUuid: requiredText({ resourceType: 'ImageStoreBackupStorage' }) },
  returns: {},
  run: ({ world, params }) => checkConnected(backupStorageOf(world, params.imageStoreUuid)),
});
