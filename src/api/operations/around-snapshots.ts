import type { Operation } from '../define-operation.js';
import { checkVolumeSnapshotGroupAvailability } from './volume-snapshots/check-volume-snapshot-group-availability.js';
import { createVolumeSnapshotGroup } from './volume-snapshots/create-volume-snapshot-group.js';
import { deleteVolumeSnapshotGroup } from './volume-snapshots/delete-volume-snapshot-group.js';
import { queryVolumeSnapshotGroup } from './volume-snapshots/query-volume-snapshot-group.js';
import { revertVmFromSnapshotGroup } from './volume-snapshots/revert-vm-from-snapshot-group.js';
import { shrinkVolumeSnapshot } from './volume-snapshots/shrink-volume-snapshot.js';
import { ungroupVolumeSnapshotGroup } from './volume-snapshots/ungroup-volume-snapshot-group.js';
import { updateVolumeSnapshotGroup } from './volume-snapshots/update-volume-snapshot-group.js';
import { batchSyncVolumeSize } from './volumes/batch-sync-volume-size.js';
import { createVolumesSnapshot } from './volumes/create-volumes-snapshot.js';
import { undoSnapshotCreation } from './volumes/undo-snapshot-creation.js';
import { validateVolumeSnapshotChain } from './volumes/validate-volume-snapshot-chain.js';

/** Groups of snapshots, and what else is done with the chains of volumes. */
export const AROUND_SNAPSHOTS: readonly Operation[] = [
  checkVolumeSnapshotGroupAvailability,
  createVolumeSnapshotGroup,
  deleteVolumeSnapshotGroup,
  queryVolumeSnapshotGroup,
  revertVmFromSnapshotGroup,
  shrinkVolumeSnapshot,
  ungroupVolumeSnapshotGroup,
  updateVolumeSnapshotGroup,
  batchSyncVolumeSize,
  createVolumesSnapshot,
  undoSnapshotCreation,
  validateVolumeSnapshotChain,
];
