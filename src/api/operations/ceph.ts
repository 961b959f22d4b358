import type { Operation } from '../define-operation.js';
import { addMonToCephBackupStorage } from './backup-storage/add-mon-to-ceph-backup-storage.js';
import { removeMonFromCephBackupStorage } from './backup-storage/remove-mon-from-ceph-backup-storage.js';
import { updateCephBackupStorageMon } from './backup-storage/update-ceph-backup-storage-mon.js';
import { addCephPrimaryStoragePool } from './primary-storage/add-ceph-primary-storage-pool.js';
import { addMonToCephPrimaryStorage } from './primary-storage/add-mon-to-ceph-primary-storage.js';
import { deleteCephPrimaryStoragePool } from './primary-storage/delete-ceph-primary-storage-pool.js';
import { queryCephOsdGroup } from './primary-storage/query-ceph-osd-group.js';
import { removeMonFromCephPrimaryStorage } from './primary-storage/remove-mon-from-ceph-primary-storage.js';
import { updateCephPrimaryStorageMon } from './primary-storage/update-ceph-primary-storage-mon.js';
import { updateCephPrimaryStoragePool } from './primary-storage/update-ceph-primary-storage-pool.js';

/** The part of the one list that is about monitors and pools of Ceph. */
export const CEPH: readonly Operation[] = [
  addCephPrimaryStoragePool,
  addMonToCephBackupStorage,
  addMonToCephPrimaryStorage,
  deleteCephPrimaryStoragePool,
  queryCephOsdGroup,
  removeMonFromCephBackupStorage,
  removeMonFromCephPrimaryStorage,
  updateCephBackupStorageMon,
  updateCephPrimaryStorageMon,
  updateCephPrimaryStoragePool,
];
