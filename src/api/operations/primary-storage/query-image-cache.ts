import {
  imageCacheInventory,
  toImageCacheInventory,
} from '../../../contract/inventories/image-cache-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImageCache = defineQuery({
  name: 'QueryImageCache',
  family: 'primary-storage',
  paths: ['/v1/primary-storage/imagecache'],
  adminOnly: true,
  summary: 'Finds cached images on primary storages',
  returns: { inventories: imageCacheInventory.array() },
  entity: 'imagecache',
  of: (queries) => queries.imageCaches,
  toInventory: toImageCacheInventory,
});
