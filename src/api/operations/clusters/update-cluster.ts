import { clusterInventory } from '../../../contract/inventories/cluster-inventory.js';
import { clusterOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { clusterResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateCluster = defineCommand({
  name: 'UpdateCluster',
  family: 'clusters',
  method: 'PUT',
  paths: ['/v1/clusters/{uuid}/actions'],
  bodyKey: 'updateCluster',
  adminOnly: true,
  summary: 'Changes the name or description of a cluster',
  params: {
    uuid: requiredText({ resourceType: 'Cluster' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: clusterInventory },
  run({ world, params: { uuid, name, description }, now }) {
    const cluster = clusterOf(world, uuid);
    if (name !== null || description !== null) {
      world.repositories.clusters.update(
        cluster,
        { name: name ?? cluster.name, description: description ?? cluster.description },
        now,
      );
    }
    return { uuid };
  },
  result: clusterResult,
});
