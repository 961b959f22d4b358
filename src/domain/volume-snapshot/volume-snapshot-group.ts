import type { ResourceRepository } from '../resource-repository.js';
import type { VolumeType } from '../volume/volume.js';

/** Snapshots of all volumes of a VM that were taken at one moment. */
export interface VolumeSnapshotGroup {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  /** So many were to be taken; those that are deleted later still count. */
  readonly snapshotCount: number;
  readonly vmInstanceUuid: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A snapshot of a group, with what is told of it when it is deleted. */
export interface VolumeSnapshotGroupRef {
  readonly volumeSnapshotUuid: string;
  readonly volumeSnapshotGroupUuid: string;
  readonly snapshotDeleted: boolean;
  readonly deviceId: number;
  readonly volumeUuid: string;
  readonly volumeName: string;
  readonly volumeType: VolumeType;
  readonly volumeSnapshotInstallPath: string;
  readonly volumeSnapshotName: string;
  /** When the volume was last attached before the snapshot was taken. */
  readonly volumeLastAttachDate: number | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface VolumeSnapshotGroupRepository extends ResourceRepository<
  VolumeSnapshotGroup,
  'name' | 'description'
> {
  listByVm(vmInstanceUuid: string): VolumeSnapshotGroup[];
  insertRef(ref: VolumeSnapshotGroupRef): void;
  /** Of a group, in the order in which its snapshots were taken. */
  listRefs(groupUuid: string): VolumeSnapshotGroupRef[];
  /** What is told of a snapshot that has changed, where it is in a group. */
  updateRef(
    volumeSnapshotUuid: string,
    told: Pick<VolumeSnapshotGroupRef, 'volumeType' | 'volumeSnapshotInstallPath'>,
    now: number,
  ): void;
  /** Notes of a snapshot that it is deleted, where it is in a group. */
  markDeleted(volumeSnapshotUuid: string, now: number): void;
}
