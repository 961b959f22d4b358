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
] as const;
export type BackupStorageType = (typeof BACKUP_STORAGE_TYPES)[number];

export const BACKUP_STORAGE_STATES = ['Enabled', 'Disabled'] as const;
export type BackupStorageState = (typeof BACKUP_STORAGE_STATES)[number];

export const BACKUP_STORAGE_STATUSES = ['Connecting', 'Connected', 'Disconnected'] as const;
export type BackupStorageStatus = (typeof BACKUP_STORAGE_STATUSES)[number];

export interface BackupStorageRepository {
  insert(storage: BackupStorage): void;
  attachToZone(backupStorageUuid: string, zoneUuid: string): void;
  find(uuid: string): BackupStorage | undefined;
  list(): BackupStorage[];
  /** All storages that are attached to the zone, in the order in which they were added. */
  listByZone(zoneUuid: string): BackupStorage[];
  isAttachedToZone(backupStorageUuid: string, zoneUuid: string): boolean;
  /** Changes the available capacity by `bytes` (negative takes); false when it would leave 0..total. */
  changeAvailableCapacity(uuid: string, bytes: number): boolean;
}
