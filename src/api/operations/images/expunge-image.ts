import { expungeRefs, refsToExpunge } from '../../../services/delete-image/expunge-image.js';
import { imageOf } from '../../../services/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { optionalText, requiredText, textList } from '../../params.js';

export const expungeImage = defineCommand({
  name: 'ExpungeImage',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{imageUuid}/actions'],
  bodyKey: 'expungeImage',
  summary: 'Removes a deleted image for good, on all or some of its storages',
  params: {
    uuid: optionalText({ description: 'not used' }),
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    backupStorageUuids: textList({ nonempty: true, resourceType: 'BackupStorage' }),
  },
  returns: {},
  run({ world, params, now }) {
    const image = imageOf(world, params.imageUuid);
    expungeRefs(world, image.uuid, refsToExpunge(world, image, params.backupStorageUuids), now);
  },
});
