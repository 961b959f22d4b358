import { StateMachine, switchMachine } from '../../core/state-machine.js';
import type { ImageFormat } from '../image/image.js';
import type { ResourceRepository } from '../resource-repository.js';
import type { VolumeType } from '../volume/volume.js';

/** A snapshot of a volume. Sizes are bytes, dates ms since 1970. */
export interface VolumeSnapshot {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: SnapshotType;
  readonly volumeUuid: string | null;
  readonly treeUuid: string;
  readonly parentUuid: string | null;
  readonly primaryStorageUuid: string;
  readonly primaryStorageInstallPath: string;
  readonly volumeType: VolumeType;
  readonly format: ImageFormat;
  /** Whether the volume's next writes follow on this snapshot. */
  readonly latest: boolean;
  /** Bytes that this snapshot itself holds: what was written since the one before. */
  readonly size: number;
  /** Levels above it in its tree, itself included; a full snapshot that begins a tree after a full one has 0. */
  readonly distance: number;
  readonly state: SnapshotState;
  readonly status: SnapshotStatus;
  readonly groupUuid: string | null;
  /** Identity of the bytes that it froze. */
  readonly contentId: string;
  /** Size of the volume when it was taken. */
  readonly virtualSize: number;
  /** All data of the volume when it was taken: what a template of it holds. */
  readonly actualSize: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** All snapshots of a volume that descend from one: a revert and a new snapshot make a branch. */
export interface VolumeSnapshotTree {
  readonly uuid: string;
  readonly volumeUuid: string | null;
  readonly current: boolean;
  readonly status: TreeStatus;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A tree is Creating, and not yet the current one, until its first snapshot is Ready. */
export const TREE_STATUSES = ['Creating', 'Completed'] as const;
export type TreeStatus = (typeof TREE_STATUSES)[number];

export const SNAPSHOT_TYPES = ['Hypervisor', 'Storage'] as const;
export type SnapshotType = (typeof SNAPSHOT_TYPES)[number];

export const SNAPSHOT_STATES = ['Enabled', 'Disabled'] as const;
export type SnapshotState = (typeof SNAPSHOT_STATES)[number];

export const SNAPSHOT_STATUSES = ['Creating', 'Ready', 'Deleted', 'Deleting'] as const;
export type SnapshotStatus = (typeof SNAPSHOT_STATUSES)[number];

export const snapshotStateMachine = switchMachine('volume snapshot state');

/** A deleted snapshot's row goes; `Deleted` is declared by the real system and kept by nothing. */
export const snapshotStatusMachine = new StateMachine<SnapshotStatus, 'ready' | 'delete'>(
  'volume snapshot status',
  {
    Creating: { ready: 'Ready', delete: 'Deleting' },
    Ready: { ready: 'Ready', delete: 'Deleting' },
    Deleted: {},
    Deleting: { ready: 'Ready' },
  },
);

export interface VolumeSnapshotRepository extends ResourceRepository<
  VolumeSnapshot,
  | 'name'
  | 'description'
  | 'state'
  | 'status'
  | 'latest'
  | 'volumeUuid'
  | 'volumeType'
  | 'groupUuid'
  | 'treeUuid'
  | 'parentUuid'
  | 'primaryStorageUuid'
  | 'primaryStorageInstallPath'
  | 'size'
  | 'distance'
> {
  listByTree(treeUuid: string): VolumeSnapshot[];
  listByVolume(volumeUuid: string): VolumeSnapshot[];
  listByPrimaryStorage(primaryStorageUuid: string): VolumeSnapshot[];
  insertTree(tree: VolumeSnapshotTree): void;
  findTree(uuid: string): VolumeSnapshotTree | undefined;
  currentTree(volumeUuid: string): VolumeSnapshotTree | undefined;
  /** Trees of the volume whose first snapshot is on its way, the newest last. */
  creatingTrees(volumeUuid: string): VolumeSnapshotTree[];
  /** Makes this tree, Completed, the one that the volume's next snapshot belongs to; null: a new one will be. */
  makeTreeCurrent(volumeUuid: string, treeUuid: string | null, now: number): void;
  removeTree(uuid: string): void;
}
