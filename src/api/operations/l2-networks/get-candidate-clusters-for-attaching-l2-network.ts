import {
  clusterInventory,
  toClusterInventory,
} from '../../../contract/inventories/cluster-inventory.js';
import { clustersFor } from '../../../services/networks/l2-networks.js';
import { defineSync } from '../../define-operation.js';
import { requiredText, textList } from '../../params.js';

export const getCandidateClustersForAttachingL2Network = defineSync({
  name: 'GetCandidateClustersForAttachingL2Network',
  family: 'l2-networks',
  method: 'GET',
  paths: ['/v1/l2-networks/{l2NetworkUuid}/cluster-candidates'],
  auth: true,
  adminOnly: true,
  summary: 'Tells the clusters that a network of layer 2 can be attached to',
  params: {
    l2NetworkUuid: requiredText({ resourceType: 'L2Network' }),
    clusterTypes: textList(),
  },
  returns: { inventories: clusterInventory.array() },
  run: (world, { l2NetworkUuid, clusterTypes }) => ({
    inventories: clustersFor(world, l2NetworkUuid, clusterTypes).map(toClusterInventory),
  }),
});
