import { setBootMode } from '../../../services/images/update-image.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { requiredChoice, requiredText } from '../../params.js';

export const setImageBootMode = defineCommand({
  name: 'SetImageBootMode',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'setImageBootMode',
  summary: 'Makes one boot mode the tag of an image',
  params: {
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    bootMode: requiredChoice(['Legacy', 'UEFI', 'UEFI_WITH_CSM']),
  },
  returns: {},
  run({ world, params, now }) {
    setBootMode(world, imageOf(world, params.uuid), params.bootMode, now);
  },
});
