import type { Operation } from '../../define-operation.js';
import { attachEip } from './attach-eip.js';
import { changeEipState } from './change-eip-state.js';
import { createEip } from './create-eip.js';
import { deleteEip } from './delete-eip.js';
import { detachEip } from './detach-eip.js';
import { getEipAttachableVmNics } from './get-eip-attachable-vm-nics.js';
import { getVmNicAttachableEips } from './get-vm-nic-attachable-eips.js';
import { queryEip } from './query-eip.js';
import { updateEip } from './update-eip.js';

/** The operations of this family. */
export const EIPS_OPERATIONS: readonly Operation[] = [
  attachEip,
  changeEipState,
  createEip,
  deleteEip,
  detachEip,
  getEipAttachableVmNics,
  getVmNicAttachableEips,
  queryEip,
  updateEip,
];
