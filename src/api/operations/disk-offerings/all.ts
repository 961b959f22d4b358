import type { Operation } from '../../define-operation.js';
import { changeDiskOfferingState } from './change-disk-offering-state.js';
import { createDiskOffering } from './create-disk-offering.js';
import { deleteDiskOffering } from './delete-disk-offering.js';
import { queryDiskOffering } from './query-disk-offering.js';
import { updateDiskOffering } from './update-disk-offering.js';

/** The operations of this family. */
export const DISK_OFFERINGS_OPERATIONS: readonly Operation[] = [
  changeDiskOfferingState,
  createDiskOffering,
  deleteDiskOffering,
  queryDiskOffering,
  updateDiskOffering,
];
