import * as z from 'zod';
import { defineSync } from '../../define-operation.js';

export const getCurrentTime = defineSync({
  name: 'GetCurrentTime',
  family: 'management-nodes',
  method: 'PUT',
  paths: ['/v1/management-nodes/actions'],
  bodyKey: 'getCurrentTime',
  auth: false,
  summary: 'Tells what time it is in the environment',
  params: {},
  returns: {
    currentTime: z.object({
      MillionSeconds: z.int().describe('ms since 1970'),
      Seconds: z.int().describe('the same in seconds'),
    }),
  },
  run({ clock }) {
    const now = clock.now();
    return { currentTime: { MillionSeconds: now, Seconds: Math.floor(now / 1000) } };
  },
});
