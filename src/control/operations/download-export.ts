import { defineDownload } from '../../api/define-operation.js';
import { optionalText, requiredText } from '../../api/params.js';
import { exportedBytes } from '../../services/images/export/export-image.js';

export const downloadExport = defineDownload({
  name: 'DownloadExport',
  family: 'emulator',
  paths: ['/v1/backup-storage/{uuid}/exports/{file}'],
  summary:
    'The bytes of an exported image, at the address that ExportImageFromBackupStorage answers',
  params: {
    uuid: requiredText(),
    file: requiredText({ description: 'ends with the uuid of the image' }),
    token: optionalText({ description: 'as it stands in the address' }),
  },
  run: (world, { uuid, file, token }) => exportedBytes(world, uuid, file, token),
});
