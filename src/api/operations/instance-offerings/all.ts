import type { Operation } from '../../define-operation.js';
import { changeInstanceOfferingState } from './change-instance-offering-state.js';
import { createInstanceOffering } from './create-instance-offering.js';
import { deleteInstanceOffering } from './delete-instance-offering.js';
import { queryInstanceOffering } from './query-instance-offering.js';
import { updateInstanceOffering } from './update-instance-offering.js';

/** The operations of this family. */
export const INSTANCE_OFFERINGS_OPERATIONS: readonly Operation[] = [
  changeInstanceOfferingState,
  createInstanceOffering,
  deleteInstanceOffering,
  queryInstanceOffering,
  updateInstanceOffering,
];
