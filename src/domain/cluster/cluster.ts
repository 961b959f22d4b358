import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

/** A cluster: hosts of one kind in a zone, which the same primary storages are attached to. Dates are ms since 1970. */
export interface Cluster {
  readonly uuid: string;
  readonly zoneUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly hypervisorType: string;
  readonly state: ClusterState;
  readonly type: string;
  /** Of the processors of its hosts; null: not known. */
  readonly architecture: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const CLUSTER_STATES = ['Enabled', 'Disabled'] as const;
export type ClusterState = (typeof CLUSTER_STATES)[number];

export const clusterStateMachine = switchMachine('cluster state');

export interface ClusterRepository extends ResourceRepository<
  Cluster,
  'name' | 'description' | 'state' | 'architecture'
> {
  /** In the order in which they were made. */
  listByZone(zoneUuid: string): Cluster[];
}
