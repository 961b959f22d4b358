import { notToRecover } from '../../../services/images/copy/copy-image.js';
import { copiesImage } from '../image-store-copies.js';

export const recoveryImageFromImageStoreBackupStorage = copiesImage(
  {
    name: 'RecoveryImageFromImageStoreBackupStorage',
    family: 'backup-storage',
    path: '/v1/backup-storage/{uuid}/actions',
    bodyKey: 'recoveryImageFromImageStoreBackupStorage',
    summary: 'Brings an image back from an ImageStore to another, as a new image',
  },
  notToRecover,
);
