import { StateMachine, switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

/** A backup storage (image server): where images live. Capacities are bytes, dates ms since 1970. */
export interface BackupStorage {
  readonly uuid: string;
  readonly name: string;
  readonly url: string;
  readonly description: string | null;
  readonly type: BackupStorageType;
  readonly state: BackupStorageState;
  readonly status: BackupStorageStatus;
  readonly totalCapacity: number;
  readonly availableCapacity: number;
  /** Bytes in use that no image of this world holds; part of the capacity law. */
  readonly systemUsedCapacity: number;
  readonly hostname: string | null;
  readonly username: string | null;
  readonly sshPort: number | null;
  /** Identity of the Ceph cluster; null for other types. */
  readonly fsid: string | null;
  readonly poolName: string | null;
  /** Whether the emulated agent answers; without it a storage cannot be connected. */
  readonly isReachable: boolean;
  /** How fast timed work moves bytes to this storage. */
  readonly bandwidthBytesPerSecond: number;
  /** What each piece of timed work takes before its first byte, in ms. */
  readonly latencyMilliseconds: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const BACKUP_STORAGE_TYPES = [
  'SftpBackupStorage',
  'Ceph',
  'ImageStoreBackupStorage',
  'SimulatorBackupStorage',
] as const;
export type BackupStorageType = (typeof BACKUP_STORAGE_TYPES)[number];

export const BACKUP_STORAGE_STATES = ['Enabled', 'Disabled'] as const;
export type BackupStorageState = (typeof BACKUP_STORAGE_STATES)[number];

export const BACKUP_STORAGE_STATUSES = ['Connecting', 'Connected', 'Disconnected'] as const;
export type BackupStorageStatus = (typeof BACKUP_STORAGE_STATUSES)[number];

export const backupStorageStateMachine = switchMachine('backup storage state');

export const backupStorageStatusMachine = new StateMachine<
  BackupStorageStatus,
  'connect' | 'connected' | 'disconnected'
>('backup storage status', {
  Connecting: { connect: 'Connecting', connected: 'Connected', disconnected: 'Disconnected' },
  Connected: { connect: 'Connecting', disconnected: 'Disconnected' },
  Disconnected: { connect: 'Connecting', disconnected: 'Disconnected' },
});

export interface BackupStorageRepository extends ResourceRepository<
  BackupStorage,
  'name' | 'description' | 'hostname' | 'username' | 'sshPort' | 'state' | 'status' | 'isReachable'
> {
  attachToZone(backupStorageUuid: string, zoneUuid: string): void;
  detachFromZone(backupStorageUuid: string, zoneUuid: string): void;
  zoneUuids(backupStorageUuid: string): string[];
  list(): BackupStorage[];
  /** All storages that are attached to the zone, in the order in which they were added. */
  listByZone(zoneUuid: string): BackupStorage[];
  isAttachedToZone(backupStorageUuid: string, zoneUuid: string): boolean;
  /** Notes bytes that a job has taken, until it has a ref to hold them. */
  insertReservation(jobUuid: string, backupStorageUuid: string, bytes: number): void;
  /** Forgets a job's reservation; answers its bytes, or undefined when there is none. */
  removeReservation(jobUuid: string, backupStorageUuid: string): number | undefined;
  /** What the disks of a storage hold whose total is less than that by a quota; undefined: it has none. */
  diskCapacity(uuid: string): number | undefined;
  /** Makes this the total of a storage; what is available changes alike, and must not fall below 0. */
  changeTotalCapacity(uuid: string, totalCapacity: number): void;
  /** Notes what the disks hold, or (null) that the total is theirs. */
  noteDiskCapacity(uuid: string, bytes: number | null): void;
  /** What is available becomes the system's: the storage is full, and the capacity law holds. */
  takeForOthers(uuid: string): void;
  /** Changes the available capacity by `bytes` (negative takes); false when it would leave 0..total. */
  changeAvailableCapacity(uuid: string, bytes: number): boolean;
}
