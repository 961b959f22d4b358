import { setQga } from '../../../services/images/update-image.js';
import { defineCommand } from '../../define-operation.js';
import { requiredFlag, requiredText } from '../../params.js';

export const setImageQga = defineCommand({
  name: 'SetImageQga',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'setImageQga',
  summary: 'Notes whether an image has the QEMU guest agent',
  params: {
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    enable: requiredFlag(),
  },
  returns: {},
  run({ world, params, now }) {
    setQga(world, params.uuid, params.enable, now);
  },
});
