import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, numberOf, rowsOf, textOf, timeOf, wordOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function snapshotGroupOf(cloud: Cloud, row: Row) {
  const { keys } = cloud;
  const naming = keys.naming('volume-snapshot-group', row);
  const refs = rowsOf(row, 'volumeSnapshotRefs');
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    vmInstance: keys.of('vm-instance', textOf(row, 'vmInstanceUuid')),
    snapshotCount: Math.max(numberOf(row, 'snapshotCount'), refs.length),
    snapshots: refs.map((ref) => memberOf(cloud, ref)),
    ...tagsOf(cloud, 'VolumeSnapshotGroupVO', naming.uuid),
    ...datesOf(row),
  };
}

function memberOf({ keys }: Cloud, ref: Row) {
  const snapshot = wordOf(ref, 'volumeSnapshotUuid');
  const volume = wordOf(ref, 'volumeUuid');
  const isDeleted = ref['snapshotDeleted'] === true;
  return {
    snapshot: keys.orUuid('volume-snapshot', snapshot),
    isDeleted: isDeleted || undefined,
    volume: isDeleted ? keys.orUuid('volume', volume) : undefined,
    volumeName: textOf(ref, 'volumeName') ?? undefined,
    volumeType: textOf(ref, 'volumeType') ?? undefined,
    snapshotName: textOf(ref, 'volumeSnapshotName') ?? undefined,
    installPath: textOf(ref, 'volumeSnapshotInstallPath') ?? undefined,
    deviceId: numberOf(ref, 'deviceId'),
    lastAttachDate: timeOf(ref, 'volumeLastAttachDate'),
  };
}
