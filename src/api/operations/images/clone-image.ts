import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { checkClone, cloneImage as clone } from '../../../services/images/clone-image.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { choice, CREATE_PARAMS, requiredText } from '../../params.js';

export const cloneImage = defineCommand({
  name: 'CloneImage',
  family: 'images',
  method: 'POST',
  paths: ['/v1/image/clone/{imageUuid}'],
  bodyKey: 'params',
  summary: 'Makes a second image over the bytes of one that is Ready',
  params: {
    imageUuid: requiredText({ resourceType: 'Image', noOwnerCheck: true }),
    strategy: choice(['DatabaseOnly'], 'DatabaseOnly'),
    ...CREATE_PARAMS,
  },
  returns: { inventory: imageInventory },
  check: (world, { params }) => checkClone(imageOf(world, params.imageUuid)),
  run: ({ world, params, systemTags, userTags, tagUuids, now }) => ({
    imageUuid: clone(
      world,
      imageOf(world, params.imageUuid),
      { resourceUuid: params.resourceUuid, systemTags, userTags, tagUuids },
      now,
    ),
  }),
  result: imageResult,
});
