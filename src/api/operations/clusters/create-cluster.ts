import { clusterInventory } from '../../../contract/inventories/cluster-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { ARCHITECTURES } from '../../../domain/image/image.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { clusterResult } from '../../inventory-of.js';
import {
  CREATE_PARAMS,
  optionalChoice,
  optionalText,
  requiredChoice,
  requiredText,
} from '../../params.js';

export const createCluster = defineCommand({
  name: 'CreateCluster',
  family: 'clusters',
  method: 'POST',
  paths: ['/v1/clusters'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes a cluster of a zone, for hosts of one kind',
  params: {
    zoneUuid: requiredText({ resourceType: 'Zone' }),
    name: requiredText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    hypervisorType: requiredChoice(['KVM', 'Simulator', 'baremetal', 'baremetal2', 'xdragon']),
    type: optionalChoice(['zstack', 'baremetal', 'baremetal2']),
    architecture: optionalChoice(ARCHITECTURES),
    ...CREATE_PARAMS,
  },
  returns: { inventory: clusterInventory },
  check(_world, { params: { type, hypervisorType } }) {
    if (type === null || (type === 'baremetal') === (hypervisorType === 'baremetal')) return;
    throw apiError(
      'SYS.1007',
      'if cluster type is baremetal, then hypervisorType must be baremetal too, or vice versa',
    );
  },
  run({ world, params, systemTags, userTags, tagUuids, now }) {
    const type = params.type ?? 'zstack';
    // Clusters of machines without hypervisors come with a module that is not open.
    if (type !== 'zstack') {
      throw apiError('SYS.1000', `No ClusterFactory of type[${type}] found`);
    }
    const uuid = newUuid(world, params.resourceUuid);
    world.repositories.clusters.insert({
      uuid,
      zoneUuid: params.zoneUuid,
      name: params.name,
      description: params.description,
      hypervisorType: params.hypervisorType,
      state: 'Enabled',
      type,
      architecture: params.architecture,
      createDate: now,
      lastOpDate: now,
    });
    writeTags(world, 'ClusterVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: clusterResult,
});
