import { setSecurityLevel } from '../../../services/images/update-image.js';
import { defineCommand } from '../../define-operation.js';
import { optionalText, requiredText } from '../../params.js';

export const setImageSecurityLevel = defineCommand({
  name: 'SetImageSecurityLevel',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'setImageSecurityLevel',
  summary: 'Notes how secret an image is',
  params: {
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    securityLevel: optionalText({ maxLength: 255, description: 'default: none' }),
  },
  returns: {},
  run({ world, params, now }) {
    setSecurityLevel(world, params.uuid, params.securityLevel, now);
  },
});
