import { defineDownload } from '../../api/define-operation.js';
import { optionalText, requiredText } from '../../api/params.js';
import { readExportFile } from '../../domain/image/export-address.js';
import { readPackageFile } from '../../domain/image-package/package-address.js';
import { packageBytes } from '../../services/image-packages/find-package.js';
import { exportedBytes } from '../../services/images/export/find-export.js';
import { onItsWay } from '../on-its-way.js';

export const downloadExport = defineDownload({
  name: 'DownloadExport',
  family: 'emulator',
  isForClients: true,
  // An ImageStore's, and that of other storages.
  paths: [
    '/v1/backup-storage/{uuid}/exports/{imageUuid}/{file}',
    '/v1/backup-storage/{uuid}/exports/{imageUuid}/{file}/{member}',
    '/v1/backup-storage/{uuid}/exports/{file}',
  ],
  summary: 'The bytes of an exported image or package, at the address that its export answers',
  params: {
    uuid: requiredText(),
    imageUuid: optionalText({ description: 'of an ImageStore; or the uuid of the package' }),
    file: requiredText({ description: 'has the key, or ends with the uuid of the image' }),
    member: optionalText({ description: 'a file in the package, e.g. one of its disks' }),
    token: optionalText({ description: 'as it stands in the address' }),
  },
  run(world, { uuid, imageUuid, file, member, token }) {
    const path = [imageUuid ?? [], file, member ?? []].flat().join('/');
    const packed = readPackageFile(path);
    if (packed) {
      const bytes = packageBytes(world, { backupStorageUuid: uuid, ...packed });
      return onItsWay(world, 'DownloadExport', [uuid, packed.packageUuid], bytes);
    }
    const place = { backupStorageUuid: uuid, ...readExportFile(path, token) };
    const artifact = exportedBytes(world, place);
    return onItsWay(world, 'DownloadExport', [uuid, place.imageUuid], artifact);
  },
});
