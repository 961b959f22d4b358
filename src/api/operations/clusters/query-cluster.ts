import {
  clusterInventory,
  toClusterInventory,
} from '../../../contract/inventories/cluster-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryCluster = defineQuery({
  name: 'QueryCluster',
  family: 'clusters',
  paths: ['/v1/clusters', '/v1/clusters/{uuid}'],
  summary: 'Finds clusters',
  returns: { inventories: clusterInventory.array() },
  entity: 'cluster',
  of: (queries) => queries.clusters,
  toInventory: toClusterInventory,
});
