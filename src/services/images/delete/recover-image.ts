import { apiError } from '../../../core/api-error.js';
import {
  imageRefStatusMachine,
  imageStatusMachine,
  type Image,
} from '../../../domain/image/image.js';
import type { World } from '../../../domain/world.js';
import { announceImage } from '../../replication-groups/announce.js';

/**
 * Brings an image back on the named storages, or wherever it is deleted (an empty list names none).
 * @throws SYS.1006 when it is deleted nowhere, SYS.1007 when a named ref is not there or not Deleted
 */
export function recoverImage(
  world: World,
  image: Image,
  backupStorageUuids: readonly string[],
  now: number,
): void {
  const { images } = world.repositories;
  const refs = images.listRefs(image.uuid);
  const name = `the image[uuid:${image.uuid}, name:${image.name}]`;
  const named = backupStorageUuids.map((uuid) => {
    const ref = refs.find(({ backupStorageUuid }) => backupStorageUuid === uuid);
    if (!ref) throw apiError('SYS.1007', `${name} is not on the backup storage[uuid:${uuid}]`);
    if (ref.status !== 'Deleted') {
      throw apiError(
        'SYS.1007',
        `${name}'s status[${ref.status}] is not Deleted on the backup storage[uuid:${uuid}]`,
      );
    }
    return ref;
  });
  const deleted = named.length > 0 ? named : refs.filter(({ status }) => status === 'Deleted');
  if (deleted.length === 0) {
    throw apiError('SYS.1006', `${name} is not deleted on any backup storage`);
  }
  for (const ref of deleted) {
    const status = imageRefStatusMachine.next(ref.status, 'recover');
    images.updateRef(ref, { status }, now);
    announceImage(world, image.uuid, ref.backupStorageUuid, now);
  }
  images.update(image, { status: imageStatusMachine.next(image.status, 'recover') }, now);
}
