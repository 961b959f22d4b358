import { notToSync } from '../../../services/images/copy/copy-image.js';
import { copiesImage } from '../image-store-copies.js';

export const syncImageFromImageStoreBackupStorage = copiesImage(
  {
    name: 'SyncImageFromImageStoreBackupStorage',
    family: 'images',
    path: '/v1/images/{uuid}/actions',
    bodyKey: 'syncImageFromImageStoreBackupStorage',
    summary: 'Copies an image of one ImageStore to another, as a new image',
  },
  notToSync,
);
