import { apiError } from '../../core/api-error.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import { refuseSnapshotStatus } from './snapshot-status.js';

const MESSAGE = 'org.zstack.header.storage.snapshot.ShrinkVolumeSnapshotOnPrimaryStorageMsg';

/**
 * Only shared blocks can shrink a snapshot, and they are not emulated: the types of the open source, which are, know
 * no such message, and the bus says so.
 * @throws VOLUME_SNAPSHOT.1000 for one that is not Ready, SYS.1008 else
 */
export function shrinkSnapshot(snapshot: VolumeSnapshot): never {
  refuseSnapshotStatus(snapshot, 'APIShrinkVolumeSnapshotMsg');
  const { uuid: snapshotUuid, primaryStorageUuid } = snapshot;
  const message = JSON.stringify({ snapshotUuid, primaryStorageUuid });
  throw apiError('SYS.1008', `No service deals with message: ${MESSAGE} ${message}`);
}
