import type { Operation } from '../../define-operation.js';
import { attachPrimaryStorageToCluster } from './attach-primary-storage-to-cluster.js';
import { changeClusterState } from './change-cluster-state.js';
import { createCluster } from './create-cluster.js';
import { deleteCluster } from './delete-cluster.js';
import { detachPrimaryStorageFromCluster } from './detach-primary-storage-from-cluster.js';
import { queryCluster } from './query-cluster.js';
import { updateCluster } from './update-cluster.js';

/** The operations of this family. */
export const CLUSTERS_OPERATIONS: readonly Operation[] = [
  attachPrimaryStorageToCluster,
  detachPrimaryStorageFromCluster,
  queryCluster,
  changeClusterState,
  createCluster,
  deleteCluster,
  updateCluster,
];
