import type { Operation } from '../../define-operation.js';
import { addCephBackupStorage } from './add-ceph-backup-storage.js';
import { addImageStoreBackupStorage } from './add-image-store-backup-storage.js';
import { addMonToCephBackupStorage } from './add-mon-to-ceph-backup-storage.js';
import { addSftpBackupStorage } from './add-sftp-backup-storage.js';
import { addSimulatorBackupStorage } from './add-simulator-backup-storage.js';
import { changeBackupStorageState } from './change-backup-storage-state.js';
import { cleanUpTrashOnBackupStorage } from './clean-up-trash-on-backup-storage.js';
import { deleteBackupStorage } from './delete-backup-storage.js';
import { deleteExportedImageFromBackupStorage } from './delete-exported-image-from-backup-storage.js';
import { exportImageFromBackupStorage } from './export-image-from-backup-storage.js';
import { getBackupStorageCapacity } from './get-backup-storage-capacity.js';
import { getBackupStorageTypes } from './get-backup-storage-types.js';
import { getImagesFromImageStoreBackupStorage } from './get-images-from-image-store-backup-storage.js';
import { getTrashOnBackupStorage } from './get-trash-on-backup-storage.js';
import { queryBackupStorage } from './query-backup-storage.js';
import { queryCephBackupStorage } from './query-ceph-backup-storage.js';
import { queryImageStoreBackupStorage } from './query-image-store-backup-storage.js';
import { querySftpBackupStorage } from './query-sftp-backup-storage.js';
import { reclaimSpaceFromImageStore } from './reclaim-space-from-image-store.js';
import { reconnectBackupStorage } from './reconnect-backup-storage.js';
import { reconnectImageStoreBackupStorage } from './reconnect-image-store-backup-storage.js';
import { reconnectSftpBackupStorage } from './reconnect-sftp-backup-storage.js';
import { removeMonFromCephBackupStorage } from './remove-mon-from-ceph-backup-storage.js';
import { updateBackupStorage } from './update-backup-storage.js';
import { updateCephBackupStorageMon } from './update-ceph-backup-storage-mon.js';
import { updateImageStoreBackupStorage } from './update-image-store-backup-storage.js';
import { updateSftpBackupStorage } from './update-sftp-backup-storage.js';
import { backupStorageMigrateImage } from './backup-storage-migrate-image.js';
import { getBackupStorageCandidatesForImageMigration } from './get-backup-storage-candidates-for-image-migration.js';
import { recoveryImageFromImageStoreBackupStorage } from './recovery-image-from-image-store-backup-storage.js';
import { setImageStoreBackupStorageQuota } from './set-image-store-backup-storage-quota.js';
import { syncImage } from './sync-image.js';

/** The operations of this family. */
export const BACKUP_STORAGE_OPERATIONS: readonly Operation[] = [
  addCephBackupStorage,
  addImageStoreBackupStorage,
  addSftpBackupStorage,
  addSimulatorBackupStorage,
  changeBackupStorageState,
  cleanUpTrashOnBackupStorage,
  deleteBackupStorage,
  deleteExportedImageFromBackupStorage,
  exportImageFromBackupStorage,
  getBackupStorageCapacity,
  getBackupStorageTypes,
  getTrashOnBackupStorage,
  queryBackupStorage,
  queryCephBackupStorage,
  queryImageStoreBackupStorage,
  querySftpBackupStorage,
  reconnectBackupStorage,
  reconnectImageStoreBackupStorage,
  reconnectSftpBackupStorage,
  updateBackupStorage,
  updateSftpBackupStorage,
  updateImageStoreBackupStorage,
  getImagesFromImageStoreBackupStorage,
  reclaimSpaceFromImageStore,
  addMonToCephBackupStorage,
  removeMonFromCephBackupStorage,
  updateCephBackupStorageMon,
  syncImage,
  recoveryImageFromImageStoreBackupStorage,
  backupStorageMigrateImage,
  getBackupStorageCandidatesForImageMigration,
  setImageStoreBackupStorageQuota,
];
