import { deleteCluster as remove } from '../../../services/clusters/delete-cluster.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteCluster = defineCommand({
  name: 'DeleteCluster',
  family: 'clusters',
  method: 'DELETE',
  paths: ['/v1/clusters/{uuid}'],
  adminOnly: true,
  summary: 'Removes a cluster with its hosts; VMs are stopped, and storages detached',
  params: {
    uuid: requiredText({ resourceType: 'Cluster', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params, now }) {
    const cluster = world.repositories.clusters.find(params.uuid);
    if (cluster) remove(world, cluster, now);
  },
});
