import type { Operation } from '../../define-operation.js';
import { createImageGroupFromImage } from './create-image-group-from-image.js';
import { createImageGroupFromSnapshot } from './create-image-group-from-snapshot.js';
import { createImageGroupFromVmInstance } from './create-image-group-from-vm-instance.js';
import { expungeImageGroup } from './expunge-image-group.js';
import { queryImageGroupRef } from './query-image-group-ref.js';
import { queryImageGroup } from './query-image-group.js';

/** The operations of this family. */
export const IMAGE_GROUPS_OPERATIONS: readonly Operation[] = [
  createImageGroupFromImage,
  createImageGroupFromSnapshot,
  createImageGroupFromVmInstance,
  expungeImageGroup,
  queryImageGroupRef,
  queryImageGroup,
];
