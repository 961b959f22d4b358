import { StateMachine, switchMachine } from '../../core/state-machine.js';
import type { ImageFormat } from '../image/image.js';
import type { ResourceRepository } from '../resource-repository.js';

/** A volume. Sizes are bytes (`size` virtual, `actualSize` the data inside), dates ms since 1970. */
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
  /** Null while it lies nowhere: the storage decides. */
  readonly format: ImageFormat | null;
  readonly size: number;
  readonly actualSize: number;
  readonly deviceId: number | null;
  readonly state: VolumeState;
  readonly status: VolumeStatus;
  /** May be attached to several VMs; which ones is then told by no row. */
  readonly isShareable: boolean;
  /** Limits of its reads and writes, as the tag `qos::...` of its creation says. */
  readonly volumeQos: string | null;
  /** Identity of the bytes inside: equal identities mean equal content. */
  readonly contentId: string;
  /** Bytes that the volume itself occupies: what was written since its last snapshot or its image. */
  readonly layerSize: number;
  readonly lastDetachDate: number | null;
  readonly lastVmInstanceUuid: string | null;
  readonly lastAttachDate: number | null;
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

export const volumeStateMachine = switchMachine('volume state');

export const volumeStatusMachine = new StateMachine<
  VolumeStatus,
  'instantiate' | 'bitsReady' | 'delete' | 'recover' | 'recoverEmpty' | 'migrate'
>('volume status', {
  Creating: { bitsReady: 'Ready', delete: 'Deleted' },
  Ready: { delete: 'Deleted', migrate: 'Migrating' },
  NotInstantiated: { instantiate: 'Ready', delete: 'Deleted' },
  Deleted: { delete: 'Deleted', recover: 'Ready', recoverEmpty: 'NotInstantiated' },
  Migrating: { bitsReady: 'Ready', delete: 'Deleted' },
});

/** The format of a volume that lies on a storage. */
export const formatOf = ({ format }: Volume): ImageFormat => format ?? 'qcow2';

export interface VolumeRepository extends ResourceRepository<
  Volume,
  | 'name'
  | 'description'
  | 'state'
  | 'status'
  | 'size'
  | 'actualSize'
  | 'layerSize'
  | 'contentId'
  | 'format'
  | 'primaryStorageUuid'
  | 'vmInstanceUuid'
  | 'installPath'
  | 'diskOfferingUuid'
  | 'deviceId'
  | 'lastDetachDate'
  | 'lastVmInstanceUuid'
  | 'lastAttachDate'
  | 'volumeQos'
  | 'type'
  | 'rootImageUuid'
> {
  listByVm(vmInstanceUuid: string): Volume[];
  listByPrimaryStorage(primaryStorageUuid: string): Volume[];
  listByOffering(diskOfferingUuid: string): Volume[];
  /** Deleted data volumes whose deletion is not younger than `date`. */
  listDeletedBefore(date: number): Volume[];
  hasDeleted(): boolean;
  /** Whether a volume was made from the image's cache on this primary storage. */
  usesImageOn(imageUuid: string, primaryStorageUuid: string): boolean;
}
