import { fits, tokenOf } from './tag-format.js';

/** Limits of a volume: at its creation its value becomes the field `volumeQos`. */
export const VOLUME_QOS = 'qos::{qos}';
/** The pool of a Ceph storage in which a new volume is to lie. */
export const CEPH_POOL = 'ceph::pool::{poolName}';
/** The same of a new root volume. */
export const CEPH_ROOT_POOL = 'ceph::rootPoolName::{rootPoolName}';
/** How many snapshots a chain of this volume has before a full one begins the next. */
export const MAX_INCREMENTAL_SNAPSHOTS = 'volumeMaxIncrementalSnapshotNum::{volumeSnapshotMaxNum}';
/** The volume is a disk of a SCSI controller. */
export const VIRTIO_SCSI = 'capability::virtio-scsi';

/** Tags of volumes: the real system's own, and those of its plugins for KVM, Ceph and LocalStorage. */
export const VOLUME_TAGS = [
  MAX_INCREMENTAL_SNAPSHOTS,
  'volumeProvisioningStrategy::{volumeProvisioningStrategy}',
  'autoScalingGroupUuid::{autoScalingGroupUuid}',
  'overwriteBy::volume::{overwritedVolumeUuid}',
  'notSupportActualSize::{notSupportActualSize}',
  'packer',
  VOLUME_QOS,
  VIRTIO_SCSI,
  'kvm::volume::{wwn}',
  CEPH_POOL,
  CEPH_ROOT_POOL,
  'localStorage::hostUuid::{hostUuid}',
] as const;

export const VOLUME_SNAPSHOT_TAGS = [
  'CreatedBySystem',
  'backingTo::{VolumeUuid}::volume',
  'backingTo::{imageUuid}::image',
] as const;

/** The tags of a new volume without its limits, which are written into the volume itself. */
export function takeQos(tags: readonly string[]): {
  readonly volumeQos: string | null;
  readonly systemTags: readonly string[];
} {
  const found = tags.find((tag) => fits(VOLUME_QOS, tag));
  if (found === undefined) return { volumeQos: null, systemTags: tags };
  return {
    volumeQos: tokenOf(VOLUME_QOS, found) ?? null,
    systemTags: tags.filter((tag) => tag !== found),
  };
}
