import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { optionalChoice, optionalFlag, optionalText, requiredText } from '../../params.js';
import { updateImage as update } from '../../../services/images/update-image.js';

export const updateImage = defineCommand({
  name: 'UpdateImage',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'updateImage',
  summary: 'Changes what an image says of itself; what is not given stays',
  params: {
    virtio: optionalFlag(),
    system: optionalFlag(),
    name: optionalText({ maxLength: 255 }),
    format: optionalChoice(['raw', 'qcow2', 'iso'], { maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    mediaType: optionalChoice(['RootVolumeTemplate', 'DataVolumeTemplate', 'ISO'], {
      maxLength: 255,
    }),
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    platform: optionalChoice(PLATFORMS),
    guestOsType: optionalText({ maxLength: 255 }),
    architecture: optionalChoice(ARCHITECTURES, { maxLength: 32 }),
  },
  returns: { inventory: imageInventory },
  run({ world, params, now }) {
    const { uuid, ...change } = params;
    update(world, imageOf(world, uuid), change, now);
    return { imageUuid: uuid };
  },
  result: imageResult,
});
