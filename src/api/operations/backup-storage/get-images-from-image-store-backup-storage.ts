import {
  imageStoreImageStruct,
  toImageStoreImageStruct,
} from '../../../contract/inventories/image-store-structs.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { imagesIn } from '../../../services/storages/backup/image-store.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getImagesFromImageStoreBackupStorage = defineSync({
  name: 'GetImagesFromImageStoreBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/image-store'],
  bodyKey: 'getImagesFromImageStoreBackupStorage',
  auth: true,
  adminOnly: true,
  summary: 'Lists what lies on an ImageStore',
  params: { uuid: requiredText({ resourceType: 'BackupStorage' }) },
  returns: { infos: imageStoreImageStruct.array() },
  run: (world, { uuid }) => ({
    infos: imagesIn(world, backupStorageOf(world, uuid)).map(toImageStoreImageStruct),
  }),
});
