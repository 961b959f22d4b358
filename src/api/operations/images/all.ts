import type { Operation } from '../../define-operation.js';
import { addImage } from './add-image.js';
import { calculateImageHash } from './calculate-image-hash.js';
import { changeImageState } from './change-image-state.js';
import { createDataVolumeTemplateFromVolume } from './create-data-volume-template-from-volume.js';
import { cloneImage } from './clone-image.js';
import { createDataVolumeTemplateFromVolumeSnapshot } from './create-data-volume-template-from-volume-snapshot.js';
import { createRootVolumeTemplateFromRootVolume } from './create-root-volume-template-from-root-volume.js';
import { createRootVolumeTemplateFromVolumeSnapshot } from './create-root-volume-template-from-volume-snapshot.js';
import { deleteImage } from './delete-image.js';
import { expungeImage } from './expunge-image.js';
import { getCandidateBackupStorageForCreatingImage } from './get-candidate-backup-storage-for-creating-image.js';
import { getCandidateVmForAttachingIso } from './get-candidate-vm-for-attaching-iso.js';
import { getImageQga } from './get-image-qga.js';
import { getUploadImageJobDetails } from './get-upload-image-job-details.js';
import { queryImage } from './query-image.js';
import { recoverImage } from './recover-image.js';
import { setImageBootMode } from './set-image-boot-mode.js';
import { setImageQga } from './set-image-qga.js';
import { setImageSecurityLevel } from './set-image-security-level.js';
import { syncImageSize } from './sync-image-size.js';
import { updateImage } from './update-image.js';
import { syncImageFromImageStoreBackupStorage } from './sync-image-from-image-store-backup-storage.js';

/** The operations of this family. */
export const IMAGES_OPERATIONS: readonly Operation[] = [
  addImage,
  calculateImageHash,
  changeImageState,
  cloneImage,
  createDataVolumeTemplateFromVolume,
  createDataVolumeTemplateFromVolumeSnapshot,
  createRootVolumeTemplateFromRootVolume,
  createRootVolumeTemplateFromVolumeSnapshot,
  deleteImage,
  expungeImage,
  getCandidateBackupStorageForCreatingImage,
  getCandidateVmForAttachingIso,
  getImageQga,
  getUploadImageJobDetails,
  queryImage,
  recoverImage,
  setImageBootMode,
  setImageQga,
  setImageSecurityLevel,
  syncImageSize,
  updateImage,
  syncImageFromImageStoreBackupStorage,
];
