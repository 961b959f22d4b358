import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { requiredText, textList } from '../../params.js';
import { recoverImage as recover } from '../../../services/images/delete/recover-image.js';

export const recoverImage = defineCommand({
  name: 'RecoverImage',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{imageUuid}/actions'],
  bodyKey: 'recoverImage',
  summary: 'Brings a deleted image back, on all or some of its storages',
  params: {
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    backupStorageUuids: textList(),
  },
  returns: { inventory: imageInventory },
  quota: (world, { params: { imageUuid } }) => ({
    'image.size': world.repositories.images.find(imageUuid)?.size ?? null,
  }),
  run({ world, params, now }) {
    const { imageUuid, backupStorageUuids } = params;
    recover(world, imageOf(world, imageUuid), backupStorageUuids ?? [], now);
    return { imageUuid };
  },
  result: imageResult,
});
