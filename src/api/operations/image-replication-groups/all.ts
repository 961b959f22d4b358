import type { Operation } from '../../define-operation.js';
import { addBackupStoragesToReplicationGroup } from './add-backup-storages-to-replication-group.js';
import { createImageReplicationGroup } from './create-image-replication-group.js';
import { deleteImageReplicationGroup } from './delete-image-replication-group.js';
import { queryImageReplicationGroup } from './query-image-replication-group.js';

/** The operations of this family. */
export const IMAGE_REPLICATION_GROUPS_OPERATIONS: readonly Operation[] = [
  addBackupStoragesToReplicationGroup,
  createImageReplicationGroup,
  deleteImageReplicationGroup,
  queryImageReplicationGroup,
];
