import type { VolumeSnapshotGroupRef } from '../../domain/volume-snapshot/volume-snapshot-group.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

type MadeGroup = Made<EntryOf<'snapshotGroups'>>;
type Member = Exclude<MadeGroup['snapshots'][number], string>;

export function fillSnapshotGroup(filling: Filling, made: MadeGroup): void {
  const { volumeSnapshotGroups, volumeSnapshots } = filling.world.repositories;
  const uuid = filling.uuidOf('volume-snapshot-group', made);
  const vmInstanceUuid = filling.find('vm-instance', made.vmInstance);
  const dates = filling.datesOf(made);
  const { name, description, snapshots } = made;
  const snapshotCount = made.snapshotCount ?? snapshots.length;
  if (snapshotCount < snapshots.length) {
    throw new Refused(
      `it has ${snapshots.length} snapshots, and snapshotCount says ${snapshotCount}`,
    );
  }
  if (!filling.isSound) return;
  volumeSnapshotGroups.insert({ uuid, name, description, vmInstanceUuid, snapshotCount, ...dates });
  own(filling, 'VolumeSnapshotGroupVO', uuid, made, dates.createDate);
  tag(filling, 'VolumeSnapshotGroupVO', uuid, made, dates.createDate);
  for (const given of snapshots) {
    const member: Member =
      typeof given === 'string' ? { snapshot: given, isDeleted: false } : given;
    const told = member.isDeleted ? ofDeleted(filling, member) : ofPresent(filling, member);
    volumeSnapshotGroups.insertRef({ ...told, volumeSnapshotGroupUuid: uuid, ...dates });
    const snapshot = volumeSnapshots.find(told.volumeSnapshotUuid);
    if (snapshot) volumeSnapshots.update(snapshot, { groupUuid: uuid }, snapshot.lastOpDate);
  }
}

type Told = Omit<VolumeSnapshotGroupRef, 'volumeSnapshotGroupUuid' | 'createDate' | 'lastOpDate'>;

function ofPresent(filling: Filling, member: Member): Told {
  const { volumeSnapshots, volumes } = filling.world.repositories;
  const uuid = filling.find('volume-snapshot', member.snapshot);
  const snapshot = volumeSnapshots.find(uuid);
  const volume = volumes.find(snapshot?.volumeUuid ?? '');
  if (!snapshot || !volume) throw new Refused(`its snapshot '${member.snapshot}' is of no volume`);
  if (snapshot.groupUuid !== null) {
    throw new Refused(`the snapshot '${member.snapshot}' is in another group already`);
  }
  if (snapshot.status !== 'Ready') {
    throw new Refused(
      `the snapshot '${member.snapshot}' is not Ready: its group is there when all are`,
    );
  }
  return {
    volumeSnapshotUuid: uuid,
    snapshotDeleted: false,
    deviceId: member.deviceId ?? volume.deviceId ?? 0,
    volumeUuid: volume.uuid,
    volumeName: member.volumeName ?? volume.name,
    volumeType: member.volumeType ?? snapshot.volumeType,
    volumeSnapshotInstallPath: member.installPath ?? snapshot.primaryStorageInstallPath,
    volumeSnapshotName: member.snapshotName ?? snapshot.name,
    volumeLastAttachDate:
      member.lastAttachDate === undefined
        ? volume.lastAttachDate
        : filling.timeOf(member.lastAttachDate),
  };
}

function ofDeleted(filling: Filling, member: Member): Told {
  const { volume, volumeType = 'Data' } = member;
  if (volume === undefined) throw new Refused('a snapshot that is deleted needs its `volume`');
  if (volumeType === 'Root') {
    throw new Refused('without the snapshot of the root volume there is no group');
  }
  const uuid = filling.findLoosely('volume-snapshot', member.snapshot);
  if (filling.world.repositories.volumeSnapshots.find(uuid)) {
    throw new Refused(`its snapshot '${member.snapshot}' is there, and not deleted`);
  }
  const volumeUuid = filling.findLoosely('volume', volume);
  return {
    volumeSnapshotUuid: uuid,
    snapshotDeleted: true,
    deviceId: member.deviceId ?? 0,
    volumeUuid,
    volumeName:
      member.volumeName ?? filling.world.repositories.volumes.find(volumeUuid)?.name ?? volume,
    volumeType,
    volumeSnapshotInstallPath: member.installPath ?? '',
    volumeSnapshotName: member.snapshotName ?? member.snapshot,
    volumeLastAttachDate:
      member.lastAttachDate === undefined ? null : filling.timeOf(member.lastAttachDate),
  };
}
