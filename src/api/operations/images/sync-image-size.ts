import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';
import { syncImageSize as sync } from '../../../services/images/sync-image-size.js';

export const syncImageSize = defineCommand({
  name: 'SyncImageSize',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'syncImageSize',
  summary: 'Asks a Connected storage how large an image is',
  params: {
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
  },
  returns: { inventory: imageInventory },
  run({ world, params, now }) {
    sync(world, imageOf(world, params.uuid), now);
    return { imageUuid: params.uuid };
  },
  result: imageResult,
});
