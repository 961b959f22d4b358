import { apiError } from '../../core/api-error.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';

/**
 * Most that is done with a snapshot needs one that is Ready. `message`: what the real system would send.
 * @throws VOLUME_SNAPSHOT.1000
 */
export function refuseSnapshotStatus(
  { uuid, name, status }: VolumeSnapshot,
  message: string,
): void {
  if (status === 'Ready') return;
  throw apiError(
    'VOLUME_SNAPSHOT.1000',
    `snapshot[uuid:${uuid}, name:${name}]'s status[${status}] is not allowed for message[org.zstack.header.storage.snapshot.${message}], allowed status[Ready]`,
  );
}
