import * as z from 'zod';
import type { ImageCache } from '../../domain/image-cache/image-cache.js';
import { MEDIA_TYPES } from '../../domain/image/image.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, text, timestamp, uuid } from './inventory.js';

export const imageCacheInventory = inventory(
  'org.zstack.header.storage.primary.ImageCacheInventory',
  {
    id: z.int(),
    primaryStorageUuid: uuid,
    imageUuid: uuid,
    installUrl: text,
    mediaType: z.enum(MEDIA_TYPES),
    size: bytes,
    md5sum: text,
    state: text,
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export function toImageCacheInventory(cache: ImageCache): z.infer<typeof imageCacheInventory> {
  return {
    id: cache.id,
    primaryStorageUuid: cache.primaryStorageUuid,
    imageUuid: cache.imageUuid,
    installUrl: cache.installUrl,
    mediaType: cache.mediaType,
    size: cache.size,
    md5sum: cache.md5sum,
    state: cache.state,
    createDate: toTimestamp(cache.createDate),
    lastOpDate: toTimestamp(cache.lastOpDate),
  };
}
