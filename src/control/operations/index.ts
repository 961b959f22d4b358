import type { Operation } from '../../api/define-operation.js';
import { downloadArtifact } from './download-artifact.js';
import { downloadExport } from './download-export.js';
import { listGarbageJobs } from './list-garbage-jobs.js';
import { setBackupStorageAgent } from './set-backup-storage-agent.js';
import { uploadImageSlice } from './upload-image-slice.js';
import { writeVolume } from './write-volume.js';

/** The emulator's own API, relative to `/emulator`. */
export const CONTROL_OPERATIONS: readonly Operation[] = [
  downloadArtifact,
  downloadExport,
  listGarbageJobs,
  setBackupStorageAgent,
  uploadImageSlice,
  writeVolume,
];
