import type { VolumeSnapshotGroup } from '../../../domain/volume-snapshot/volume-snapshot-group.js';
import type { World } from '../../../domain/world.js';

/** Whether a VM can be brought back to a group as a whole. */
export interface Availability {
  readonly uuid: string;
  readonly available: boolean;
  /** Empty where nothing stands in the way. */
  readonly reason: string;
}

/** Looks at what has gone of a group, and at what the VM has lost or got since. */
export function availabilityOf(
  { repositories }: World,
  { uuid, vmInstanceUuid }: VolumeSnapshotGroup,
): Availability {
  const refs = repositories.volumeSnapshotGroups.listRefs(uuid);
  const attached = repositories.volumes.listByVm(vmInstanceUuid);
  const isAttached = new Set(attached.map((volume) => volume.uuid));
  const known = new Set(refs.map(({ volumeUuid }) => volumeUuid));
  const deleted = refs
    .filter(({ snapshotDeleted }) => snapshotDeleted)
    .map((ref) => named(ref.volumeSnapshotUuid, ref.volumeSnapshotName));
  const detached = refs
    .filter(({ snapshotDeleted, volumeUuid }) => !snapshotDeleted && !isAttached.has(volumeUuid))
    .map((ref) => named(ref.volumeUuid, ref.volumeName));
  const added = attached
    .filter((volume) => !known.has(volume.uuid))
    .map((volume) => named(volume.uuid, volume.name));
  const reasons: string[] = [];
  if (deleted.length > 0) {
    reasons.push(
      `snapshot(s) ${deleted.join(', ')} in the group has been deleted, can only revert one by one.`,
    );
  }
  if (detached.length > 0) {
    reasons.push(
      `volume(s) ${detached.join(', ')} is no longer attached, can only revert one by one. If you need to group revert, please re-attach it.`,
    );
  }
  if (added.length > 0) {
    reasons.push(
      `new volume(s) ${added.join(', ')} attached after snapshot point, can only revert one by one. If you need to group revert, please detach it.`,
    );
  }
  return { uuid, available: reasons.length === 0, reason: reasons.join('\n') };
}

const named = (uuid: string, name: string) => `[uuid:${uuid}, name:${name}]`;
