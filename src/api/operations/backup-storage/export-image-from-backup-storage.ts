import * as z from 'zod';
import { exportImageFlow } from '../../../services/images/export/export-image.js';
import { defineAsync } from '../../define-operation.js';
import { optionalChoice, requiredText } from '../../params.js';

export const exportImageFromBackupStorage = defineAsync({
  name: 'ExportImageFromBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{backupStorageUuid}/actions'],
  bodyKey: 'exportImageFromBackupStorage',
  auth: true,
  summary: 'Makes the bytes of an image readable at an address',
  params: {
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage', checkAccount: true }),
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    exportFormat: optionalChoice(['raw', 'qcow2'], { description: 'default: as it is' }),
  },
  returns: { imageUrl: z.string(), exportMd5Sum: z.string().nullable() },
  flow: exportImageFlow,
  check: () => undefined,
  context: (_world, { params, controlUrl }) => ({ ...params, controlUrl }),
  result: (_world, { imageUrl, exportMd5Sum }) => ({ imageUrl, exportMd5Sum }),
});
