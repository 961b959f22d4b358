import { anyPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { primaryStorageOf } from '../../../services/resources/lookup.js';
import { attachToCluster, checkAttach } from '../../../services/storages/primary/clusters.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const attachPrimaryStorageToCluster = defineCommand({
  name: 'AttachPrimaryStorageToCluster',
  family: 'clusters',
  method: 'POST',
  paths: ['/v1/clusters/{clusterUuid}/primary-storage/{primaryStorageUuid}'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Lets the hosts of a cluster use a primary storage',
  params: {
    clusterUuid: requiredText({ resourceType: 'Cluster' }),
    primaryStorageUuid: requiredText({ resourceType: 'PrimaryStorage' }),
  },
  returns: { inventory: anyPrimaryStorageInventory },
  check: (world, { params }) => checkAttach(world, params.primaryStorageUuid, params.clusterUuid),
  run({ world, params, now }) {
    const { primaryStorageUuid: uuid, clusterUuid } = params;
    // Another call of the same moment may have attached it.
    checkAttach(world, uuid, clusterUuid);
    attachToCluster(world, primaryStorageOf(world, uuid), clusterUuid, now);
    return { uuid };
  },
  result: typedPrimaryStorageResult,
});
