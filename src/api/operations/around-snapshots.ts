import type { Operation } from '../define-operation.js';
import { createDataVolumeTemplateFromVolumeBackup } from './volume-backups/create-data-volume-template-from-volume-backup.js';
import { createRootVolumeTemplateFromVolumeBackup } from './volume-backups/create-root-volume-template-from-volume-backup.js';
import { createVolumeBackup } from './volume-backups/create-volume-backup.js';
import { deleteVolumeBackup } from './volume-backups/delete-volume-backup.js';
import { queryVolumeBackup } from './volume-backups/query-volume-backup.js';
import { revertVolumeFromVolumeBackup } from './volume-backups/revert-volume-from-volume-backup.js';
import { syncVolumeBackup } from './volume-backups/sync-volume-backup.js';
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

/** Groups of snapshots, what else is done with the chains of volumes, and their backups. */
export const AROUND_SNAPSHOTS: readonly Operation[] = [
  createDataVolumeTemplateFromVolumeBackup,
  createRootVolumeTemplateFromVolumeBackup,
  createVolumeBackup,
  deleteVolumeBackup,
  queryVolumeBackup,
  revertVolumeFromVolumeBackup,
  syncVolumeBackup,
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
