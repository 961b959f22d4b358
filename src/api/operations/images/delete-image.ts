import { deleteImageFlow } from '../../../services/images/delete/delete-image.js';
import { defineAsync } from '../../define-operation.js';
import { deleteMode, requiredText, textList } from '../../params.js';

export const deleteImage = defineAsync({
  name: 'DeleteImage',
  family: 'images',
  method: 'DELETE',
  paths: ['/v1/images/{uuid}'],
  auth: true,
  summary: 'Deletes an image by the deletion policy, on all or some of its storages',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'Image', checkAccount: true, mayBeMissing: true }),
    backupStorageUuids: textList({ nonempty: true, resourceType: 'BackupStorage' }),
  },
  returns: {},
  flow: deleteImageFlow,
  check: () => undefined,
  context: (_world, { params: { uuid: imageUuid, backupStorageUuids, deleteMode: mode } }) => ({
    imageUuid,
    backupStorageUuids,
    mode,
  }),
  result: () => ({}),
});
