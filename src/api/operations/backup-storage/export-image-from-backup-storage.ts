import { exportImage } from '../../../services/images/export-image.js';
import { z } from 'zod';
import { backupStorageOf, imageOf } from '../../../services/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { optionalChoice, requiredText } from '../../params.js';

export const exportImageFromBackupStorage = defineCommand({
  name: 'ExportImageFromBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{backupStorageUuid}/actions'],
  bodyKey: 'exportImageFromBackupStorage',
  apiTimeout: 259_200_000,
  summary: 'Makes the bytes of an image readable at an address',
  params: {
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage', checkAccount: true }),
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    exportFormat: optionalChoice(['raw', 'qcow2'], { description: 'default: as it is' }),
  },
  returns: { imageUrl: z.string(), exportMd5Sum: z.string().nullable() },
  run: ({ world, params, controlUrl, now }) => ({
    ...exportImage(
      world,
      backupStorageOf(world, params.backupStorageUuid),
      imageOf(world, params.imageUuid),
      params.exportFormat,
      controlUrl,
      now,
    ),
  }),
  result: (_world, { imageUrl, exportMd5Sum }) => ({ imageUrl, exportMd5Sum }),
});
