import { expungeImageFlow } from '../../../services/images/delete/expunge-image.js';
import { defineAsync } from '../../define-operation.js';
import { optionalText, requiredText, textList } from '../../params.js';

export const expungeImage = defineAsync({
  name: 'ExpungeImage',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{imageUuid}/actions'],
  bodyKey: 'expungeImage',
  auth: true,
  summary: 'Removes a deleted image for good, on all or some of its storages',
  params: {
    uuid: optionalText({ resourceType: 'Image', checkAccount: true, description: 'not used' }),
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    backupStorageUuids: textList({ nonempty: true, resourceType: 'BackupStorage' }),
  },
  returns: {},
  flow: expungeImageFlow,
  check: () => undefined,
  context: (_world, { params: { imageUuid, backupStorageUuids } }) => ({
    imageUuid,
    backupStorageUuids,
  }),
  result: () => ({}),
});
