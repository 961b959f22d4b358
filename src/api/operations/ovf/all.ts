import type { Operation } from '../../define-operation.js';
import { createVmInstanceFromOvf } from './create-vm-instance-from-ovf.js';
import { deleteImagePackage } from './delete-image-package.js';
import { exportVmOvaPackage } from './export-vm-ova-package.js';
import { parseOvf } from './parse-ovf.js';
import { queryImagePackage } from './query-image-package.js';
import { updateImagePackage } from './update-image-package.js';

/** The operations of this family. */
export const OVF_OPERATIONS: readonly Operation[] = [
  createVmInstanceFromOvf,
  deleteImagePackage,
  exportVmOvaPackage,
  parseOvf,
  queryImagePackage,
  updateImagePackage,
];
