import type { ResourceRepository } from '../resource-repository.js';

/** A monitor of a Ceph cluster, as a storage there knows it; its password is kept nowhere. Dates are ms since 1970. */
export interface CephMon {
  readonly uuid: string;
  /** The storage that it belongs to. */
  readonly storageUuid: string;
  readonly hostname: string;
  readonly monPort: number;
  readonly sshUsername: string;
  readonly sshPort: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const CEPH_POOL_TYPES = ['Root', 'Data', 'ImageCache'] as const;
export type CephPoolType = (typeof CEPH_POOL_TYPES)[number];

/** A pool of a Ceph primary storage: one for root volumes, one for data volumes, one for caches at least. */
export interface CephPool {
  readonly uuid: string;
  readonly primaryStorageUuid: string;
  readonly poolName: string;
  readonly aliasName: string | null;
  readonly description: string | null;
  readonly type: CephPoolType;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** Monitors of storages of one kind, in the order in which they were added. */
export interface CephMonRepository extends ResourceRepository<
  CephMon,
  'hostname' | 'monPort' | 'sshUsername' | 'sshPort'
> {
  listByStorage(storageUuid: string): CephMon[];
  /** Monitors on any of these hosts, of any storage of the kind. */
  listOnHosts(hostnames: readonly string[]): CephMon[];
}

export interface CephPoolRepository extends ResourceRepository<
  CephPool,
  'aliasName' | 'description'
> {
  listByStorage(primaryStorageUuid: string): CephPool[];
  /** Those of all storages on this cluster. */
  listByCluster(fsid: string): CephPool[];
}

/** The disks that all pools of a storage share, as far as they are told apart: dates as of the storage. */
export interface CephOsdGroup {
  readonly uuid: string;
  readonly primaryStorageUuid: string;
  /** Their names, with commas between them. */
  readonly osds: string;
  readonly availableCapacity: number;
  readonly availablePhysicalCapacity: number;
  readonly totalPhysicalCapacity: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** How many copies a pool keeps of each byte, which part of its disks is used for one, and how it keeps them. */
export const REPLICAS = 3;
export const DISK_UTILIZATION = Number((1 / REPLICAS).toFixed(3));
export const SECURITY_POLICY = 'Copy';
