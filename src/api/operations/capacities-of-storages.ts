import type { Operation } from '../define-operation.js';
import { getImagesFromImageStoreBackupStorage } from './backup-storage/get-images-from-image-store-backup-storage.js';
import { reclaimSpaceFromImageStore } from './backup-storage/reclaim-space-from-image-store.js';
import { syncPrimaryStorageCapacity } from './primary-storage/sync-primary-storage-capacity.js';

/** The part of the one list that is about what storages hold, and have room for. */
export const CAPACITIES_OF_STORAGES: readonly Operation[] = [
  getImagesFromImageStoreBackupStorage,
  reclaimSpaceFromImageStore,
  syncPrimaryStorageCapacity,
];
