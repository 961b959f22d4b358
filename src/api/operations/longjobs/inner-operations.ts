import type { Operation } from '../../define-operation.js';
import { backupStorageMigrateImage } from '../backup-storage/backup-storage-migrate-image.js';
import { exportImageFromBackupStorage } from '../backup-storage/export-image-from-backup-storage.js';
import { addImage } from '../images/add-image.js';
import { createDataVolumeTemplateFromVolume } from '../images/create-data-volume-template-from-volume.js';
import { createRootVolumeTemplateFromRootVolume } from '../images/create-root-volume-template-from-root-volume.js';
import { createVmInstanceFromOvf } from '../ovf/create-vm-instance-from-ovf.js';
import { exportVmOvaPackage } from '../ovf/export-vm-ova-package.js';
import { primaryStorageMigrateVolume } from '../primary-storage/primary-storage-migrate-volume.js';
import { flattenVmInstance } from '../vm-instances/flatten-vm-instance.js';
import { flattenVolume } from '../volumes/flatten-volume.js';
import { deleteVolumeSnapshot } from '../volume-snapshots/delete-volume-snapshot.js';
import { revertVolumeFromSnapshot } from '../volume-snapshots/revert-volume-from-snapshot.js';

/** The operations that can be submitted as long jobs. */
export const LONG_JOB_OPERATIONS: readonly Operation[] = [
  addImage,
  backupStorageMigrateImage,
  createDataVolumeTemplateFromVolume,
  createRootVolumeTemplateFromRootVolume,
  createVmInstanceFromOvf,
  deleteVolumeSnapshot,
  exportImageFromBackupStorage,
  exportVmOvaPackage,
  flattenVmInstance,
  flattenVolume,
  primaryStorageMigrateVolume,
  revertVolumeFromSnapshot,
];
