import * as z from 'zod';
import type {
  VolumeSnapshotGroup,
  VolumeSnapshotGroupRef,
} from '../../domain/volume-snapshot/volume-snapshot-group.js';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const volumeSnapshotGroupRefInventory = inventory(
  'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupRefInventory',
  {
    volumeSnapshotUuid: uuid,
    volumeSnapshotGroupUuid: uuid,
    deviceId: z.int(),
    snapshotDeleted: z.boolean().describe('the snapshot is gone; the rest tells what it was'),
    volumeUuid: uuid,
    volumeName: text,
    volumeType: z.enum(VOLUME_TYPES),
    volumeSnapshotInstallPath: text,
    volumeSnapshotName: text,
    createDate: timestamp,
    lastOpDate: timestamp,
    volumeLastAttachDate: timestamp.nullable(),
  },
);

export const volumeSnapshotGroupInventory = inventory(
  'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupInventory',
  {
    uuid,
    snapshotCount: z.int().describe('with the ones that are deleted since'),
    name: text,
    description: optionalText,
    vmInstanceUuid: uuid,
    createDate: timestamp,
    lastOpDate: timestamp,
    volumeSnapshotRefs: volumeSnapshotGroupRefInventory.array(),
  },
);

export function toVolumeSnapshotGroupRefInventory(
  ref: VolumeSnapshotGroupRef,
): z.infer<typeof volumeSnapshotGroupRefInventory> {
  return {
    volumeSnapshotUuid: ref.volumeSnapshotUuid,
    volumeSnapshotGroupUuid: ref.volumeSnapshotGroupUuid,
    deviceId: ref.deviceId,
    snapshotDeleted: ref.snapshotDeleted,
    volumeUuid: ref.volumeUuid,
    volumeName: ref.volumeName,
    volumeType: ref.volumeType,
    volumeSnapshotInstallPath: ref.volumeSnapshotInstallPath,
    volumeSnapshotName: ref.volumeSnapshotName,
    createDate: toTimestamp(ref.createDate),
    lastOpDate: toTimestamp(ref.lastOpDate),
    volumeLastAttachDate:
      ref.volumeLastAttachDate === null ? null : toTimestamp(ref.volumeLastAttachDate),
  };
}

export function toVolumeSnapshotGroupInventory(
  group: VolumeSnapshotGroup,
  refs: readonly VolumeSnapshotGroupRef[],
): z.infer<typeof volumeSnapshotGroupInventory> {
  return {
    uuid: group.uuid,
    snapshotCount: group.snapshotCount,
    name: group.name,
    description: group.description,
    vmInstanceUuid: group.vmInstanceUuid,
    createDate: toTimestamp(group.createDate),
    lastOpDate: toTimestamp(group.lastOpDate),
    volumeSnapshotRefs: refs.map(toVolumeSnapshotGroupRefInventory),
  };
}
