import {
  l2NetworkData,
  toL2NetworkData,
} from '../../../contract/inventories/l2-network-inventory.js';
import { l2NetworksFor } from '../../../services/networks/l2-networks.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getCandidateL2NetworksForAttachingCluster = defineSync({
  name: 'GetCandidateL2NetworksForAttachingCluster',
  family: 'cluster',
  method: 'GET',
  paths: ['/v1/cluster/{clusterUuid}/l2-candidates'],
  auth: true,
  adminOnly: true,
  summary: 'Tells the networks of layer 2 that can be attached to a cluster',
  params: { clusterUuid: requiredText({ resourceType: 'Cluster' }) },
  returns: { inventories: l2NetworkData.array() },
  run: (world, { clusterUuid }) => ({
    inventories: l2NetworksFor(world, clusterUuid).map(toL2NetworkData),
  }),
});
