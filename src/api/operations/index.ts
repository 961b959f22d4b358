import type { Operation } from '../define-operation.js';
import { logInByAccount } from './accounts/log-in-by-account.js';
import { logOut } from './accounts/log-out.js';
import { validateSession } from './accounts/validate-session.js';
import { queryBackupStorage } from './backup-storage/query-backup-storage.js';
import { createRootVolumeTemplateFromRootVolume } from './images/create-root-volume-template-from-root-volume.js';
import { queryImage } from './images/query-image.js';
import { queryPrimaryStorage } from './primary-storage/query-primary-storage.js';
import { queryVmInstance } from './vm-instances/query-vm-instance.js';
import { queryVolume } from './volumes/query-volume.js';
import { queryZone } from './zones/query-zone.js';

/** The one list: every operation of the image API that this emulator answers. */
export const OPERATIONS: readonly Operation[] = [
  createRootVolumeTemplateFromRootVolume,
  logInByAccount,
  logOut,
  queryBackupStorage,
  queryImage,
  queryPrimaryStorage,
  queryVmInstance,
  queryVolume,
  queryZone,
  validateSession,
];
