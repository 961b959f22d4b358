import type { Operation } from '../../define-operation.js';
import { batchDeleteVolumeSnapshot } from './batch-delete-volume-snapshot.js';
import { checkVolumeSnapshotGroupAvailability } from './check-volume-snapshot-group-availability.js';
import { createVolumeSnapshot } from './create-volume-snapshot.js';
import { createVolumeSnapshotGroup } from './create-volume-snapshot-group.js';
import { deleteVolumeSnapshot } from './delete-volume-snapshot.js';
import { deleteVolumeSnapshotGroup } from './delete-volume-snapshot-group.js';
import { getMemorySnapshotGroupReference } from './get-memory-snapshot-group-reference.js';
import { getVolumeSnapshotSize } from './get-volume-snapshot-size.js';
import { queryVolumeSnapshot } from './query-volume-snapshot.js';
import { queryVolumeSnapshotGroup } from './query-volume-snapshot-group.js';
import { queryVolumeSnapshotTree } from './query-volume-snapshot-tree.js';
import { revertVmFromSnapshotGroup } from './revert-vm-from-snapshot-group.js';
import { revertVolumeFromSnapshot } from './revert-volume-from-snapshot.js';
import { shrinkVolumeSnapshot } from './shrink-volume-snapshot.js';
import { ungroupVolumeSnapshotGroup } from './ungroup-volume-snapshot-group.js';
import { updateVolumeSnapshot } from './update-volume-snapshot.js';
import { updateVolumeSnapshotGroup } from './update-volume-snapshot-group.js';

/** The operations of this family. */
export const VOLUME_SNAPSHOTS_OPERATIONS: readonly Operation[] = [
  batchDeleteVolumeSnapshot,
  createVolumeSnapshot,
  deleteVolumeSnapshot,
  getMemorySnapshotGroupReference,
  getVolumeSnapshotSize,
  queryVolumeSnapshot,
  queryVolumeSnapshotTree,
  revertVolumeFromSnapshot,
  updateVolumeSnapshot,
  checkVolumeSnapshotGroupAvailability,
  createVolumeSnapshotGroup,
  deleteVolumeSnapshotGroup,
  queryVolumeSnapshotGroup,
  revertVmFromSnapshotGroup,
  shrinkVolumeSnapshot,
  ungroupVolumeSnapshotGroup,
  updateVolumeSnapshotGroup,
];
