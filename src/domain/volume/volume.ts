import type { ImageFormat } from '../image/image.js';

/** A volume. Sizes are bytes (`size` virtual, `actualSize` what its primary storage holds), dates ms since 1970. */
export interface Volume {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly primaryStorageUuid: string | null;
  readonly vmInstanceUuid: string | null;
  readonly diskOfferingUuid: string | null;
  readonly rootImageUuid: string | null;
  readonly installPath: string | null;
  readonly type: VolumeType;
  readonly format: ImageFormat;
  readonly size: number;
  readonly actualSize: number;
  readonly deviceId: number | null;
  readonly state: VolumeState;
  readonly status: VolumeStatus;
  readonly isShareable: boolean;
  /** Identity of the bytes inside: equal identities mean equal content. */
  readonly contentId: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const VOLUME_TYPES = ['Root', 'Data'] as const;
export type VolumeType = (typeof VOLUME_TYPES)[number];

export const VOLUME_STATES = ['Enabled', 'Disabled'] as const;
export type VolumeState = (typeof VOLUME_STATES)[number];

export const VOLUME_STATUSES = [
  'Creating',
  'Ready',
  'NotInstantiated',
  'Deleted',
  'Migrating',
] as const;
export type VolumeStatus = (typeof VOLUME_STATUSES)[number];

export interface VolumeRepository {
  insert(volume: Volume): void;
  find(uuid: string): Volume | undefined;
}
