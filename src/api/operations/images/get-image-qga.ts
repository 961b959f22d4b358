import * as z from 'zod';
import { hasQga } from '../../../services/images/update-image.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getImageQga = defineSync({
  name: 'GetImageQga',
  family: 'images',
  method: 'GET',
  paths: ['/v1/images/{uuid}/qga'],
  auth: true,
  summary: 'Tells whether an image has the QEMU guest agent',
  params: { uuid: requiredText({ resourceType: 'Image' }) },
  returns: { enable: z.boolean() },
  run: (world, { uuid }) => ({ enable: hasQga(world, uuid) }),
});
