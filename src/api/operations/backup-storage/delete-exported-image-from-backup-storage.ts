import { deleteExport } from '../../../services/images/export/export-image.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteExportedImageFromBackupStorage = defineCommand({
  name: 'DeleteExportedImageFromBackupStorage',
  family: 'backup-storage',
  method: 'DELETE',
  paths: ['/v1/backup-storage/{backupStorageUuid}/exported-images/{imageUuid}'],
  summary: 'Ends the export of an image; its address answers no more',
  params: {
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage', checkAccount: true }),
    imageUuid: requiredText({ resourceType: 'Image' }),
  },
  returns: {},
  run({ world, params, now }) {
    const { imageUuid, backupStorageUuid } = params;
    deleteExport(world, world.repositories.images.findRef(imageUuid, backupStorageUuid), now);
  },
});
