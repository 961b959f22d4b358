import { apiError } from '../../core/api-error.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { World } from '../../domain/world.js';

/**
 * The snapshots of a group that are still there: that of the root volume, and those of data volumes by their devices.
 * @throws SYS.1006 where that of the root volume is gone
 */
export function disksOfGroup(
  { repositories }: World,
  groupUuid: string,
): { readonly root: VolumeSnapshot; readonly data: readonly VolumeSnapshot[] } {
  const { volumeSnapshotGroups, volumeSnapshots } = repositories;
  const disks = volumeSnapshotGroups
    .listRefs(groupUuid)
    .toSorted((a, b) => a.deviceId - b.deviceId)
    .flatMap(({ volumeSnapshotUuid, volumeType }) => {
      const snapshot = volumeSnapshots.find(volumeSnapshotUuid);
      return snapshot ? [{ snapshot, volumeType }] : [];
    });
  const root = disks.find(({ volumeType }) => volumeType === 'Root')?.snapshot;
  if (root) {
    return { root, data: disks.map(({ snapshot }) => snapshot).filter((one) => one !== root) };
  }
  throw apiError(
    'SYS.1006',
    `the snapshot of the root volume is not in the group[uuid:${groupUuid}] any more`,
  );
}
