import type { Operation } from '../../define-operation.js';
import { createDataVolumeTemplateFromVolumeBackup } from './create-data-volume-template-from-volume-backup.js';
import { createRootVolumeTemplateFromVolumeBackup } from './create-root-volume-template-from-volume-backup.js';
import { createVolumeBackup } from './create-volume-backup.js';
import { deleteVolumeBackup } from './delete-volume-backup.js';
import { queryVolumeBackup } from './query-volume-backup.js';
import { revertVolumeFromVolumeBackup } from './revert-volume-from-volume-backup.js';
import { syncVolumeBackup } from './sync-volume-backup.js';

/** The operations of this family. */
export const VOLUME_BACKUPS_OPERATIONS: readonly Operation[] = [
  createDataVolumeTemplateFromVolumeBackup,
  createRootVolumeTemplateFromVolumeBackup,
  createVolumeBackup,
  deleteVolumeBackup,
  queryVolumeBackup,
  revertVolumeFromVolumeBackup,
  syncVolumeBackup,
];
