import * as z from 'zod';
import { CLUSTER_STATES, type Cluster } from '../../domain/cluster/cluster.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const clusterInventory = inventory('org.zstack.header.cluster.ClusterInventory', {
  name: text,
  uuid,
  description: optionalText,
  state: z.enum(CLUSTER_STATES),
  hypervisorType: text,
  createDate: timestamp,
  lastOpDate: timestamp,
  zoneUuid: uuid,
  type: text,
  architecture: optionalText,
});

export function toClusterInventory(cluster: Cluster): z.infer<typeof clusterInventory> {
  return {
    name: cluster.name,
    uuid: cluster.uuid,
    description: cluster.description,
    state: cluster.state,
    hypervisorType: cluster.hypervisorType,
    createDate: toTimestamp(cluster.createDate),
    lastOpDate: toTimestamp(cluster.lastOpDate),
    zoneUuid: cluster.zoneUuid,
    type: cluster.type,
    architecture: cluster.architecture,
  };
}
