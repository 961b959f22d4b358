import { anyL2NetworkInventory } from '../../../contract/inventories/l2-network-inventory.js';
import { checkDetach, detachFromCluster } from '../../../services/networks/l2-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l2NetworkResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const detachL2NetworkFromCluster = defineCommand({
  name: 'DetachL2NetworkFromCluster',
  family: 'l2-networks',
  method: 'DELETE',
  paths: ['/v1/l2-networks/{l2NetworkUuid}/clusters/{clusterUuid}'],
  adminOnly: true,
  summary: 'Takes a network of layer 2 from a cluster; its VMs lose their NICs there',
  params: {
    l2NetworkUuid: requiredText({ resourceType: 'L2Network' }),
    clusterUuid: requiredText({ resourceType: 'Cluster' }),
  },
  returns: { inventory: anyL2NetworkInventory },
  check: (world, { params }) => checkDetach(world, params.l2NetworkUuid, params.clusterUuid),
  run({ world, params, now }) {
    detachFromCluster(world, params.l2NetworkUuid, params.clusterUuid, now);
    return { uuid: params.l2NetworkUuid };
  },
  result: l2NetworkResult,
});
