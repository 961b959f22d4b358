import type { Operation } from '../../define-operation.js';
import { addCephPrimaryStorage } from './add-ceph-primary-storage.js';
import { addCephPrimaryStoragePool } from './add-ceph-primary-storage-pool.js';
import { addLocalPrimaryStorage } from './add-local-primary-storage.js';
import { addMonToCephPrimaryStorage } from './add-mon-to-ceph-primary-storage.js';
import { addNfsPrimaryStorage } from './add-nfs-primary-storage.js';
import { addSharedMountPointPrimaryStorage } from './add-shared-mount-point-primary-storage.js';
import { addSimulatorPrimaryStorage } from './add-simulator-primary-storage.js';
import { changePrimaryStorageState } from './change-primary-storage-state.js';
import { cleanUpImageCacheOnPrimaryStorage } from './clean-up-image-cache-on-primary-storage.js';
import { cleanUpTrashOnPrimaryStorage } from './clean-up-trash-on-primary-storage.js';
import { deleteCephPrimaryStoragePool } from './delete-ceph-primary-storage-pool.js';
import { deletePrimaryStorage } from './delete-primary-storage.js';
import { getPrimaryStorageAllocatorStrategies } from './get-primary-storage-allocator-strategies.js';
import { getPrimaryStorageCapacity } from './get-primary-storage-capacity.js';
import { getPrimaryStorageTypes } from './get-primary-storage-types.js';
import { getTrashOnPrimaryStorage } from './get-trash-on-primary-storage.js';
import { getPrimaryStorageCandidatesForVolumeMigration } from './get-primary-storage-candidates-for-volume-migration.js';
import { primaryStorageMigrateVolume } from './primary-storage-migrate-volume.js';
import { queryCephOsdGroup } from './query-ceph-osd-group.js';
import { queryCephPrimaryStorage } from './query-ceph-primary-storage.js';
import { queryCephPrimaryStoragePool } from './query-ceph-primary-storage-pool.js';
import { queryImageCache } from './query-image-cache.js';
import { queryLocalStorageResourceRef } from './query-local-storage-resource-ref.js';
import { queryPrimaryStorage } from './query-primary-storage.js';
import { reconnectPrimaryStorage } from './reconnect-primary-storage.js';
import { removeMonFromCephPrimaryStorage } from './remove-mon-from-ceph-primary-storage.js';
import { syncPrimaryStorageCapacity } from './sync-primary-storage-capacity.js';
import { updateCephPrimaryStorageMon } from './update-ceph-primary-storage-mon.js';
import { updateCephPrimaryStoragePool } from './update-ceph-primary-storage-pool.js';
import { updatePrimaryStorage } from './update-primary-storage.js';

/** The operations of this family. */
export const PRIMARY_STORAGE_OPERATIONS: readonly Operation[] = [
  addCephPrimaryStorage,
  addLocalPrimaryStorage,
  addNfsPrimaryStorage,
  addSharedMountPointPrimaryStorage,
  addSimulatorPrimaryStorage,
  changePrimaryStorageState,
  cleanUpImageCacheOnPrimaryStorage,
  cleanUpTrashOnPrimaryStorage,
  deletePrimaryStorage,
  getPrimaryStorageAllocatorStrategies,
  getPrimaryStorageCapacity,
  getPrimaryStorageTypes,
  getTrashOnPrimaryStorage,
  queryCephPrimaryStoragePool,
  queryLocalStorageResourceRef,
  queryCephPrimaryStorage,
  queryImageCache,
  queryPrimaryStorage,
  reconnectPrimaryStorage,
  updatePrimaryStorage,
  syncPrimaryStorageCapacity,
  addCephPrimaryStoragePool,
  addMonToCephPrimaryStorage,
  deleteCephPrimaryStoragePool,
  queryCephOsdGroup,
  removeMonFromCephPrimaryStorage,
  updateCephPrimaryStorageMon,
  updateCephPrimaryStoragePool,
  primaryStorageMigrateVolume,
  getPrimaryStorageCandidatesForVolumeMigration,
];
