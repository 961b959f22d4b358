import { pingLostStorage } from '../services/storages/backup/connect.js';
import { collectGarbage } from '../services/images/delete/collect-garbage.js';
import {
  deleteBits,
  expungeDeletedImages,
} from '../services/images/delete/expunge-deleted-images.js';
import { longJobTimeout } from '../services/long-jobs/long-jobs.js';
import { watchUpload } from '../services/images/uploads/watch-upload.js';
import { finishReplica, replicateImage } from '../services/replication-groups/replicate-image.js';
import { expungeDestroyedVms } from '../services/vm-instances/destroy-vm.js';
import { expungeDeletedVolumes } from '../services/volumes/delete-volume.js';
import { connectHost, pingLostHost } from '../services/hosts/host-status.js';
import type { Chore } from '../jobs/chores/chore.js';
import { purgeJobs } from '../jobs/chores/purge-jobs.js';

/** The one list: everything that a world does for itself. */
export const CHORES: readonly Chore[] = [
  collectGarbage,
  connectHost,
  deleteBits,
  expungeDeletedImages,
  expungeDeletedVolumes,
  expungeDestroyedVms,
  finishReplica,
  longJobTimeout,
  pingLostHost,
  pingLostStorage,
  purgeJobs,
  replicateImage,
  watchUpload,
];
