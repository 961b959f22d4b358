import * as z from 'zod';
import { defineSync } from '../../define-operation.js';

export const getVersion = defineSync({
  name: 'GetVersion',
  family: 'management-nodes',
  method: 'PUT',
  paths: ['/v1/management-nodes/actions'],
  bodyKey: 'getVersion',
  auth: false,
  summary: 'Tells the release',
  params: {},
  returns: { version: z.string() },
  run: (world) => ({ version: world.release.replace(/^zsv_/, '') }),
});
