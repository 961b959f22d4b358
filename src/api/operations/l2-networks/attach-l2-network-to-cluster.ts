import { anyL2NetworkInventory } from '../../../contract/inventories/l2-network-inventory.js';
import { attachToCluster, checkAttach } from '../../../services/networks/l2-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l2NetworkResult } from '../../inventory-of.js';
import { optionalChoice, requiredText } from '../../params.js';

export const attachL2NetworkToCluster = defineCommand({
  name: 'AttachL2NetworkToCluster',
  family: 'l2-networks',
  method: 'POST',
  paths: ['/v1/l2-networks/{l2NetworkUuid}/clusters/{clusterUuid}'],
  // As the real system has it: whatever stands under `params` is read by nobody.
  bodyKey: 'null',
  adminOnly: true,
  summary: 'Lets the hosts of a cluster use a network of layer 2',
  params: {
    l2NetworkUuid: requiredText({ resourceType: 'L2Network' }),
    clusterUuid: requiredText({ resourceType: 'Cluster' }),
    l2ProviderType: optionalChoice(['LinuxBridge']),
  },
  returns: { inventory: anyL2NetworkInventory },
  check: (world, { params }) => checkAttach(world, params.l2NetworkUuid, params.clusterUuid),
  run({ world, params, now }) {
    const { l2NetworkUuid: uuid, clusterUuid, l2ProviderType } = params;
    // Another call of the same moment may have attached it.
    checkAttach(world, uuid, clusterUuid);
    attachToCluster(world, uuid, clusterUuid, l2ProviderType, now);
    return { uuid };
  },
  result: l2NetworkResult,
});
