import { StateMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

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
  /** The pools of a Ceph storage that take what names no other; null for other types. */
  readonly rootVolumePool: string | null;
  readonly dataVolumePool: string | null;
  readonly imageCachePool: string | null;
  readonly totalCapacity: number;
  readonly availableCapacity: number;
  readonly totalPhysicalCapacity: number;
  readonly availablePhysicalCapacity: number;
  /** Bytes in use that nothing of this world holds; part of the capacity law. */
  readonly systemUsedCapacity: number;
  /** Whether the emulated agent answers; without it a storage cannot be connected. */
  readonly isReachable: boolean;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const PRIMARY_STORAGE_TYPES = [
  'LocalStorage',
  'NFS',
  'Ceph',
  'SharedMountPoint',
  'SimulatorPrimaryStorage',
] as const;
export type PrimaryStorageType = (typeof PRIMARY_STORAGE_TYPES)[number];

export const PRIMARY_STORAGE_STATES = ['Enabled', 'Disabled', 'Maintenance', 'Deleting'] as const;
export type PrimaryStorageState = (typeof PRIMARY_STORAGE_STATES)[number];

export const PRIMARY_STORAGE_STATUSES = ['Connecting', 'Connected', 'Disconnected'] as const;
export type PrimaryStorageStatus = (typeof PRIMARY_STORAGE_STATUSES)[number];

export const PRIMARY_STORAGE_STATE_EVENTS = ['enable', 'disable', 'maintain', 'deleting'] as const;
export type PrimaryStorageStateEvent = (typeof PRIMARY_STORAGE_STATE_EVENTS)[number];

const ANY_STATE = {
  enable: 'Enabled',
  disable: 'Disabled',
  maintain: 'Maintenance',
  deleting: 'Deleting',
} as const;

export const primaryStorageStateMachine = new StateMachine<
  PrimaryStorageState,
  PrimaryStorageStateEvent
>('primary storage state', {
  Enabled: ANY_STATE,
  Disabled: ANY_STATE,
  Maintenance: ANY_STATE,
  Deleting: ANY_STATE,
});

export const primaryStorageStatusMachine = new StateMachine<
  PrimaryStorageStatus,
  'connect' | 'connected' | 'disconnected'
>('primary storage status', {
  Connecting: { connect: 'Connecting', connected: 'Connected', disconnected: 'Disconnected' },
  Connected: { connect: 'Connecting', disconnected: 'Disconnected' },
  Disconnected: { connect: 'Connecting', disconnected: 'Disconnected' },
});

export interface PrimaryStorageRepository extends Omit<
  ResourceRepository<
    PrimaryStorage,
    'name' | 'description' | 'url' | 'state' | 'status' | 'isReachable'
  >,
  'insert'
> {
  insert(storage: PrimaryStorage, clusterUuids: readonly string[]): void;
  listByZone(zoneUuid: string): PrimaryStorage[];
  list(): PrimaryStorage[];
  clusterUuids(uuid: string): string[];
  /** All storages that are attached to the cluster, in the order in which they were added. */
  listByCluster(clusterUuid: string): PrimaryStorage[];
  attachToCluster(uuid: string, clusterUuid: string): void;
  detachFromCluster(uuid: string, clusterUuid: string): void;
  /** Says on which host's disks a volume on local storage lies. */
  placeLocalVolume(volumeUuid: string, hostUuid: string): void;
  /** The volumes on local storage that lie on this host's disks. */
  localVolumesOn(hostUuid: string): string[];
  /** Nothing is said any more of where what lay on this host's disks is. */
  forgetLocalVolumesOn(hostUuid: string): void;
  /** The host whose disks hold a volume on local storage; undefined for other volumes. */
  hostOfLocalVolume(volumeUuid: string): string | undefined;
  /**
   * Changes what is available by `virtual` and `physical` bytes (negative takes); false when
   * either would leave 0..total.
   */
  changeAvailableCapacity(uuid: string, virtual: number, physical: number): boolean;
}
