import { StateMachine } from '../../core/state-machine.js';
import type { ImageFormat } from '../image/image.js';
import type { ResourceRepository } from '../resource-repository.js';
import type { VolumeType } from '../volume/volume.js';

/** What a volume held at a moment, on an image store. Sizes are bytes, dates ms since 1970. */
export interface VolumeBackup {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  /** It stays when the volume goes. */
  readonly volumeUuid: string;
  /** The VM that had the volume then. */
  readonly vmInstanceUuid: string | null;
  readonly type: VolumeType;
  readonly state: BackupState;
  readonly status: BackupStatus;
  readonly mode: BackupMode;
  /** Bytes that it takes itself: of an incremental one what came since the one before. */
  readonly size: number;
  readonly metadata: string | null;
  readonly groupUuid: string | null;
  readonly contentId: string;
  readonly format: ImageFormat;
  /** Size of the volume then. */
  readonly virtualSize: number;
  /** All data of the volume then. */
  readonly actualSize: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A backup on an image store. */
export interface VolumeBackupRef {
  readonly volumeBackupUuid: string;
  readonly backupStorageUuid: string;
  readonly installPath: string;
  readonly status: BackupStatus;
  readonly takenBytes: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const BACKUP_STATES = ['Enabled', 'Disabled'] as const;
export type BackupState = (typeof BACKUP_STATES)[number];

export const BACKUP_STATUSES = ['Creating', 'Ready'] as const;
export type BackupStatus = (typeof BACKUP_STATUSES)[number];

export const BACKUP_MODES = ['full', 'incremental'] as const;
export type BackupMode = (typeof BACKUP_MODES)[number];

export const backupStatusMachine = new StateMachine<BackupStatus, 'ready'>('volume backup status', {
  Creating: { ready: 'Ready' },
  Ready: {},
});

export interface VolumeBackupRepository extends ResourceRepository<
  VolumeBackup,
  'name' | 'description' | 'state' | 'status' | 'mode' | 'size'
> {
  /** Of a volume, in the order in which they were made. */
  listByVolume(volumeUuid: string): VolumeBackup[];
  insertRef(ref: VolumeBackupRef): void;
  listRefs(volumeBackupUuid: string): VolumeBackupRef[];
  listRefsOn(backupStorageUuid: string): VolumeBackupRef[];
  changeTakenBytes(ref: VolumeBackupRef, takenBytes: number, now: number): void;
  removeRef(ref: VolumeBackupRef): void;
}
