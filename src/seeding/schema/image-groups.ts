import * as z from 'zod';
import { int, looseReference, owned, resource, tags } from './fields.js';

export const imageGroup = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  images: z
    .array(looseReference)
    .min(1)
    .max(1024)
    .describe('that of the root volume first; of one that is gone its uuid'),
  imageCount: int(1, 1_000_000).optional().describe('so many were asked for; default: as many'),
});
