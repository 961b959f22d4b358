import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { primaryStorageOf } from '../../../services/resources/lookup.js';
import { checkDetach, detachFromCluster } from '../../../services/storages/primary/clusters.js';
import { defineCommand } from '../../define-operation.js';
import { primaryStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const detachPrimaryStorageFromCluster = defineCommand({
  name: 'DetachPrimaryStorageFromCluster',
  family: 'clusters',
  method: 'DELETE',
  paths: ['/v1/clusters/{clusterUuid}/primary-storage/{primaryStorageUuid}'],
  adminOnly: true,
  summary: 'Takes a primary storage from a cluster; the VMs there that use it are stopped',
  params: {
    primaryStorageUuid: requiredText({ resourceType: 'PrimaryStorage' }),
    clusterUuid: requiredText({ resourceType: 'Cluster' }),
  },
  returns: { inventory: primaryStorageInventory },
  check: (world, { params }) => checkDetach(world, params.primaryStorageUuid, params.clusterUuid),
  run({ world, params, now }) {
    const storage = primaryStorageOf(world, params.primaryStorageUuid);
    checkDetach(world, storage.uuid, params.clusterUuid);
    detachFromCluster(world, storage, params.clusterUuid, now);
    return { uuid: storage.uuid };
  },
  result: primaryStorageResult,
});
