import * as z from 'zod';
import { IMAGE_FORMATS } from '../../domain/image/image.js';
import {
  SNAPSHOT_STATES,
  SNAPSHOT_STATUSES,
  SNAPSHOT_TYPES,
  TREE_STATUSES,
  type VolumeSnapshot,
  type VolumeSnapshotTree,
} from '../../domain/volume-snapshot/volume-snapshot.js';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const volumeSnapshotInventory = inventory(
  'org.zstack.header.storage.snapshot.VolumeSnapshotInventory',
  {
    uuid,
    name: text,
    description: optionalText,
    type: z.enum(SNAPSHOT_TYPES),
    volumeUuid: optionalText,
    treeUuid: uuid,
    parentUuid: optionalText,
    primaryStorageUuid: uuid,
    primaryStorageInstallPath: text,
    volumeType: z.enum(VOLUME_TYPES),
    format: z.enum(IMAGE_FORMATS),
    latest: z.boolean(),
    size: bytes,
    distance: z.int().describe('levels above it in its tree, itself included'),
    state: z.enum(SNAPSHOT_STATES),
    status: z.enum(SNAPSHOT_STATUSES),
    createDate: timestamp,
    lastOpDate: timestamp,
    backupStorageRefs: z
      .array(z.never())
      .describe('always empty: snapshots are not backed up here'),
    groupUuid: optionalText,
  },
);
export type VolumeSnapshotInventory = z.infer<typeof volumeSnapshotInventory>;

export function toVolumeSnapshotInventory(snapshot: VolumeSnapshot): VolumeSnapshotInventory {
  return {
    uuid: snapshot.uuid,
    name: snapshot.name,
    description: snapshot.description,
    type: snapshot.type,
    volumeUuid: snapshot.volumeUuid,
    treeUuid: snapshot.treeUuid,
    parentUuid: snapshot.parentUuid,
    primaryStorageUuid: snapshot.primaryStorageUuid,
    primaryStorageInstallPath: snapshot.primaryStorageInstallPath,
    volumeType: snapshot.volumeType,
    format: snapshot.format,
    latest: snapshot.latest,
    size: snapshot.size,
    distance: snapshot.distance,
    state: snapshot.state,
    status: snapshot.status,
    createDate: toTimestamp(snapshot.createDate),
    lastOpDate: toTimestamp(snapshot.lastOpDate),
    backupStorageRefs: [],
    groupUuid: snapshot.groupUuid,
  };
}

/** A snapshot in its tree; children of children follow. */
interface SnapshotLeaf {
  readonly inventory: VolumeSnapshotInventory;
  readonly parentUuid: string | null;
  readonly children: SnapshotLeaf[];
}

const leaf = inventory(
  'org.zstack.header.storage.snapshot.VolumeSnapshotTree$SnapshotLeafInventory',
  {
    inventory: volumeSnapshotInventory,
    parentUuid: optionalText,
    get children(): z.ZodType<SnapshotLeaf[]> {
      return z.array(leaf) as unknown as z.ZodType<SnapshotLeaf[]>;
    },
  },
);

export const volumeSnapshotTreeInventory = inventory(
  'org.zstack.header.storage.snapshot.VolumeSnapshotTreeInventory',
  {
    uuid,
    volumeUuid: optionalText,
    current: z.boolean(),
    status: z.enum(TREE_STATUSES),
    tree: leaf.nullable(),
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export function toVolumeSnapshotTreeInventory(
  tree: VolumeSnapshotTree,
  snapshots: readonly VolumeSnapshot[],
): z.infer<typeof volumeSnapshotTreeInventory> {
  const root = snapshots.find(({ parentUuid }) => parentUuid === null);
  return {
    uuid: tree.uuid,
    volumeUuid: tree.volumeUuid,
    current: tree.current,
    status: tree.status,
    tree: root ? toLeaf(root, snapshots) : null,
    createDate: toTimestamp(tree.createDate),
    lastOpDate: toTimestamp(tree.lastOpDate),
  };
}

function toLeaf(snapshot: VolumeSnapshot, all: readonly VolumeSnapshot[]): SnapshotLeaf {
  return {
    inventory: toVolumeSnapshotInventory(snapshot),
    parentUuid: snapshot.parentUuid,
    children: all
      .filter(({ parentUuid }) => parentUuid === snapshot.uuid)
      .map((child) => toLeaf(child, all)),
  };
}
