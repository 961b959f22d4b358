import type { Operation } from '../../define-operation.js';
import { attachDataVolumeToVm } from './attach-data-volume-to-vm.js';
import { batchSyncVolumeSize } from './batch-sync-volume-size.js';
import { changeVolumeState } from './change-volume-state.js';
import { createDataVolume } from './create-data-volume.js';
import { createDataVolumeFromVolumeSnapshot } from './create-data-volume-from-volume-snapshot.js';
import { createDataVolumeFromVolumeTemplate } from './create-data-volume-from-volume-template.js';
import { createVolumesSnapshot } from './create-volumes-snapshot.js';
import { deleteDataVolume } from './delete-data-volume.js';
import { deleteVolumeQos } from './delete-volume-qos.js';
import { detachDataVolumeFromVm } from './detach-data-volume-from-vm.js';
import { expungeDataVolume } from './expunge-data-volume.js';
import { flattenVolume } from './flatten-volume.js';
import { getDataVolumeAttachableVm } from './get-data-volume-attachable-vm.js';
import { getVolumeCapabilities } from './get-volume-capabilities.js';
import { getVolumeFormat } from './get-volume-format.js';
import { getVolumeQos } from './get-volume-qos.js';
import { localStorageGetVolumeMigratableHosts } from './local-storage-get-volume-migratable-hosts.js';
import { localStorageMigrateVolume } from './local-storage-migrate-volume.js';
import { queryVolume } from './query-volume.js';
import { recoverDataVolume } from './recover-data-volume.js';
import { resizeDataVolume } from './resize-data-volume.js';
import { resizeRootVolume } from './resize-root-volume.js';
import { setVolumeQos } from './set-volume-qos.js';
import { syncVolumeSize } from './sync-volume-size.js';
import { undoSnapshotCreation } from './undo-snapshot-creation.js';
import { updateVolume } from './update-volume.js';
import { validateVolumeSnapshotChain } from './validate-volume-snapshot-chain.js';

/** The operations of this family. */
export const VOLUMES_OPERATIONS: readonly Operation[] = [
  attachDataVolumeToVm,
  changeVolumeState,
  createDataVolume,
  createDataVolumeFromVolumeSnapshot,
  createDataVolumeFromVolumeTemplate,
  deleteDataVolume,
  detachDataVolumeFromVm,
  expungeDataVolume,
  getDataVolumeAttachableVm,
  getVolumeCapabilities,
  getVolumeFormat,
  queryVolume,
  recoverDataVolume,
  syncVolumeSize,
  updateVolume,
  batchSyncVolumeSize,
  createVolumesSnapshot,
  undoSnapshotCreation,
  validateVolumeSnapshotChain,
  deleteVolumeQos,
  getVolumeQos,
  resizeDataVolume,
  resizeRootVolume,
  setVolumeQos,
  flattenVolume,
  localStorageGetVolumeMigratableHosts,
  localStorageMigrateVolume,
];
