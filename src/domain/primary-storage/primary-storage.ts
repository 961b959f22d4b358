/** A primary storage: where volumes live. Capacities are bytes, dates ms since 1970. */
export interface PrimaryStorage {
  readonly uuid: string;
  readonly zoneUuid: string;
  readonly name: string;
  readonly url: string;
  readonly description: string | null;
  readonly type: PrimaryStorageType;
  readonly state: PrimaryStorageState;
  readonly status: PrimaryStorageStatus;
  readonly mountPath: string | null;
  /** Identity of the Ceph cluster; null for other types. */
  readonly fsid: string | null;
  readonly totalCapacity: number;
  readonly availableCapacity: number;
  readonly totalPhysicalCapacity: number;
  readonly availablePhysicalCapacity: number;
  readonly systemUsedCapacity: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const PRIMARY_STORAGE_TYPES = ['LocalStorage', 'NFS', 'Ceph', 'SharedMountPoint'] as const;
export type PrimaryStorageType = (typeof PRIMARY_STORAGE_TYPES)[number];

export const PRIMARY_STORAGE_STATES = ['Enabled', 'Disabled', 'Maintenance', 'Deleting'] as const;
export type PrimaryStorageState = (typeof PRIMARY_STORAGE_STATES)[number];

export const PRIMARY_STORAGE_STATUSES = ['Connecting', 'Connected', 'Disconnected'] as const;
export type PrimaryStorageStatus = (typeof PRIMARY_STORAGE_STATUSES)[number];

export interface PrimaryStorageRepository {
  insert(storage: PrimaryStorage, clusterUuids: readonly string[]): void;
  find(uuid: string): PrimaryStorage | undefined;
}
