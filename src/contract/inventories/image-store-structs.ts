import * as z from 'zod';
import type { StoredImage } from '../../domain/image/stored-image.js';
import { toTimestamp } from '../timestamp.js';

/** An image as an ImageStore tells of it. */
export const imageStoreImageStruct = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  blobsum: z.string().nullable(),
  created: z.string(),
  author: z.string().nullable(),
  arch: z.string().nullable(),
  desc: z.string().nullable(),
  size: z.int(),
  virtualsize: z.int(),
  name: z.string(),
});

export const toImageStoreImageStruct = (
  image: StoredImage,
): z.infer<typeof imageStoreImageStruct> => ({ ...image, created: toTimestamp(image.created) });

export const imageStoreGcResult = z.object({ freedSpaceInBytes: z.int() });
