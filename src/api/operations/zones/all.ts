import type { Operation } from '../../define-operation.js';
import { attachBackupStorageToZone } from './attach-backup-storage-to-zone.js';
import { changeZoneState } from './change-zone-state.js';
import { createZone } from './create-zone.js';
import { deleteZone } from './delete-zone.js';
import { detachBackupStorageFromZone } from './detach-backup-storage-from-zone.js';
import { getZone } from './get-zone.js';
import { queryZone } from './query-zone.js';
import { updateZone } from './update-zone.js';

/** The operations of this family. */
export const ZONES_OPERATIONS: readonly Operation[] = [
  attachBackupStorageToZone,
  changeZoneState,
  createZone,
  deleteZone,
  detachBackupStorageFromZone,
  getZone,
  queryZone,
  updateZone,
];
