import { StateMachine, switchMachine } from '../../core/state-machine.js';
import type { ArtifactFormat } from '../artifact/artifact.js';

/** An image. Sizes are bytes (`size` virtual, `actualSize` as stored), dates ms since 1970. */
export interface Image {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: ImageState;
  readonly status: ImageStatus;
  readonly size: number;
  readonly actualSize: number;
  readonly md5Sum: string | null;
  readonly url: string;
  readonly mediaType: MediaType;
  readonly guestOsType: string | null;
  readonly type: string;
  readonly platform: Platform | null;
  readonly architecture: string | null;
  readonly format: ImageFormat;
  readonly system: boolean;
  readonly virtio: boolean;
  /** Identity of the bytes inside, null until they are known. */
  readonly contentId: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** That an image lies (or is being put) on a backup storage. */
export interface ImageBackupStorageRef {
  readonly id: number;
  readonly imageUuid: string;
  readonly backupStorageUuid: string;
  readonly installPath: string;
  readonly status: ImageStatus;
  readonly exportUrl: string | null;
  readonly exportMd5Sum: string | null;
  /** What this ref took from the storage's available capacity, and gives back when it goes; of a clone nothing. */
  readonly takenBytes: number;
  /** What an export of it took beside; given back when the export is deleted. */
  readonly exportBytes: number;
  readonly exportFormat: ImageFormat | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** The md5Sum of an image whose sum is made when somebody reads it; never seen outside of the database. */
export const SUMMED_LATER = 'summed when asked for';

export const IMAGE_STATES = ['Enabled', 'Disabled'] as const;
export type ImageState = (typeof IMAGE_STATES)[number];

export const IMAGE_STATUSES = [
  'Creating',
  'Downloading',
  'Ready',
  'Error',
  'Deleted',
  'Migrating',
] as const;
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

export const MEDIA_TYPES = ['RootVolumeTemplate', 'DataVolumeTemplate', 'ISO'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export type ImageFormat = ArtifactFormat;
export const IMAGE_FORMATS: readonly ImageFormat[] = ['iso', 'qcow2', 'raw', 'vmdk'];

export const PLATFORMS = [
  'Linux',
  'Windows',
  'Other',
  'Paravirtualization',
  'WindowsVirtio',
] as const;
export type Platform = (typeof PLATFORMS)[number];

export const ARCHITECTURES = ['x86_64', 'aarch64', 'mips64el', 'loongarch64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

export const imageStateMachine = switchMachine('image state');

export type ImageStatusEvent = 'bitsReady' | 'delete' | 'recover' | 'migrate';

/** Status of an image; `Error` is declared by the real system and never reached by it. */
export const imageStatusMachine = new StateMachine<ImageStatus, ImageStatusEvent>('image status', {
  Creating: { bitsReady: 'Ready', delete: 'Deleted' },
  Downloading: { bitsReady: 'Ready', delete: 'Deleted' },
  // A further storage that is done leaves a Ready image Ready; so does one that is recovered.
  Ready: { bitsReady: 'Ready', delete: 'Deleted', recover: 'Ready', migrate: 'Migrating' },
  Error: { delete: 'Deleted' },
  Deleted: { delete: 'Deleted', recover: 'Ready' },
  // One that is recovered on another storage meanwhile goes on.
  Migrating: { bitsReady: 'Ready', delete: 'Deleted', recover: 'Migrating' },
});

/** Status of an image on one backup storage. */
export const imageRefStatusMachine = new StateMachine<ImageStatus, ImageStatusEvent>(
  'image status on a backup storage',
  {
    Creating: { bitsReady: 'Ready', delete: 'Deleted' },
    Downloading: { bitsReady: 'Ready', delete: 'Deleted' },
    Ready: { delete: 'Deleted', migrate: 'Migrating' },
    Error: { delete: 'Deleted' },
    // Deleted again: its expunge timer starts anew.
    Deleted: { delete: 'Deleted', recover: 'Ready' },
    Migrating: { bitsReady: 'Ready', delete: 'Deleted' },
  },
);

/** What may change on an image row; everything else is fixed at its creation. */
export type ImageChange = Pick<
  Image,
  | 'name'
  | 'description'
  | 'state'
  | 'status'
  | 'size'
  | 'actualSize'
  | 'md5Sum'
  | 'url'
  | 'mediaType'
  | 'guestOsType'
  | 'platform'
  | 'architecture'
  | 'format'
  | 'system'
  | 'virtio'
  | 'contentId'
>;

/** What may change on a ref. */
export type ImageRefChange = Pick<
  ImageBackupStorageRef,
  | 'status'
  | 'installPath'
  | 'takenBytes'
  | 'exportUrl'
  | 'exportMd5Sum'
  | 'exportBytes'
  | 'exportFormat'
>;

export interface ImageRepository {
  insert(image: Image): void;
  find(uuid: string): Image | undefined;
  update(image: Image, change: Partial<ImageChange>, now: number): void;
  remove(uuid: string): void;
  insertRef(ref: Omit<ImageBackupStorageRef, 'id'>): void;
  listRefs(imageUuid: string): ImageBackupStorageRef[];
  findRef(imageUuid: string, backupStorageUuid: string): ImageBackupStorageRef | undefined;
  /** The one that was exported to an address. */
  findExport(exportUrl: string): ImageBackupStorageRef | undefined;
  listRefsOn(backupStorageUuid: string): ImageBackupStorageRef[];
  /** Deleted refs whose deletion is not younger than `date`. */
  listDeletedRefs(date: number): ImageBackupStorageRef[];
  hasDeletedRefs(): boolean;
  /** Refs of clones that lie where this one does, and take nothing there themselves. */
  listClones(
    ref: Pick<ImageBackupStorageRef, 'imageUuid' | 'backupStorageUuid' | 'installPath'>,
  ): ImageBackupStorageRef[];
  updateRef(ref: ImageBackupStorageRef, change: Partial<ImageRefChange>, now: number): void;
  removeRef(ref: ImageBackupStorageRef): void;
}
