import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { imageStateMachine } from '../../../domain/image/image.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeImageState = defineCommand({
  name: 'ChangeImageState',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'changeImageState',
  summary: 'Enables or disables an image',
  params: {
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: imageInventory },
  run({ world, params, now }) {
    const image = imageOf(world, params.uuid);
    const state = imageStateMachine.next(image.state, params.stateEvent);
    world.repositories.images.update(image, { state }, now);
    return { imageUuid: image.uuid };
  },
  result: imageResult,
});
