import { defineDownload } from '../../api/define-operation.js';
import { optionalText, requiredText } from '../../api/params.js';
import { readExportFile } from '../../domain/image/export-address.js';
import { exportedBytes } from '../../services/images/export/find-export.js';
import { onItsWay } from '../on-its-way.js';

export const downloadExport = defineDownload({
  name: 'DownloadExport',
  family: 'emulator',
  isForClients: true,
  // An ImageStore's, and that of other storages.
  paths: [
    '/v1/backup-storage/{uuid}/exports/{imageUuid}/{file}',
    '/v1/backup-storage/{uuid}/exports/{file}',
  ],
  summary:
    'The bytes of an exported image, at the address that ExportImageFromBackupStorage answers',
  params: {
    uuid: requiredText(),
    imageUuid: optionalText({ description: 'of an ImageStore' }),
    file: requiredText({ description: 'has the key, or ends with the uuid of the image' }),
    token: optionalText({ description: 'as it stands in the address' }),
  },
  run(world, { uuid, imageUuid, file, token }) {
    const path = imageUuid === null ? file : `${imageUuid}/${file}`;
    const place = { backupStorageUuid: uuid, ...readExportFile(path, token) };
    const artifact = exportedBytes(world, place);
    return onItsWay(world, 'DownloadExport', [uuid, place.imageUuid], artifact);
  },
});
