import { clusterInventory } from '../../../contract/inventories/cluster-inventory.js';
import { changeClusterState as change } from '../../../services/clusters/change-cluster-state.js';
import { clusterOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { clusterResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeClusterState = defineCommand({
  name: 'ChangeClusterState',
  family: 'clusters',
  method: 'PUT',
  paths: ['/v1/clusters/{uuid}/actions'],
  bodyKey: 'changeClusterState',
  adminOnly: true,
  summary: 'Enables or disables a cluster with its hosts; those in maintenance stay there',
  params: {
    uuid: requiredText({ resourceType: 'Cluster' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: clusterInventory },
  run({ world, params, now }) {
    change(world, clusterOf(world, params.uuid), params.stateEvent, now);
    return { uuid: params.uuid };
  },
  result: clusterResult,
});
