import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText, textList } from '../../params.js';
import { deleteImage as remove } from '../../../services/delete-image/delete-image.js';

export const deleteImage = defineCommand({
  name: 'DeleteImage',
  family: 'images',
  method: 'DELETE',
  paths: ['/v1/images/{uuid}'],
  summary: 'Deletes an image by the deletion policy, on all or some of its storages',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'Image', checkAccount: true, mayBeMissing: true }),
    backupStorageUuids: textList({ nonempty: true, resourceType: 'BackupStorage' }),
  },
  returns: {},
  run({ world, params, now }) {
    const { uuid: imageUuid, backupStorageUuids, deleteMode: mode } = params;
    remove(world, { imageUuid, backupStorageUuids, mode, now });
  },
});
