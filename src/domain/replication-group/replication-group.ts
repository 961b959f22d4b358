import type { ResourceRepository } from '../resource-repository.js';

/** Image stores of which each gets the images that come to one of them. Dates are ms since 1970. */
export interface ReplicationGroup {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: ReplicationGroupState;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** That a storage is in a group: in one at most. */
export interface ReplicationGroupRef {
  readonly replicationGroupUuid: string;
  readonly backupStorageUuid: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** No call changes it: only a seed makes one that is Disabled, and copies nothing. */
export const REPLICATION_GROUP_STATES = ['Enabled', 'Disabled'] as const;
export type ReplicationGroupState = (typeof REPLICATION_GROUP_STATES)[number];

export interface ReplicationGroupRepository extends ResourceRepository<ReplicationGroup> {
  insertRef(ref: ReplicationGroupRef): void;
  /** In the order in which they were added. */
  listRefs(replicationGroupUuid: string): ReplicationGroupRef[];
  /** The group of a storage. */
  findByStorage(backupStorageUuid: string): ReplicationGroup | undefined;
}
