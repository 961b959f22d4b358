import { pingLostStorage } from '../backup-storages/connect.js';
import { collectGarbage } from '../delete-image/collect-garbage.js';
import { deleteBits, expungeDeletedImages } from '../delete-image/expunge-deleted-images.js';
import { longJobTimeout } from '../long-jobs/long-jobs.js';
import { watchUpload } from '../uploads/watch-upload.js';
import { expungeDestroyedVms } from '../vm-instances/destroy-vm.js';
import { expungeDeletedVolumes } from '../volumes/delete-volume.js';
import type { Chore } from './chore.js';
import { purgeJobs } from './purge-jobs.js';

/** The one list: everything that a world does for itself. */
export const CHORES: readonly Chore[] = [
  collectGarbage,
  deleteBits,
  expungeDeletedImages,
  expungeDeletedVolumes,
  expungeDestroyedVms,
  longJobTimeout,
  pingLostStorage,
  purgeJobs,
  watchUpload,
];
