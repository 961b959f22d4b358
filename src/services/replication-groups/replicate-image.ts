import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { Image, ImageBackupStorageRef } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';
import { scheduleChore, scheduleSlowChore, type Chore } from '../../jobs/chores/chore.js';
import { copyingTime } from '../../jobs/work-time.js';
import { settleImage } from '../images/delete/delete-image.js';
import { removeImageRef } from '../images/delete/remove-image.js';
import { bytesToCopy, finishRef, insertRef } from '../images/template-parts/refs.js';
import { ownerOf } from '../resources/lookup.js';
import { takeFromBackupStorage } from '../storages/capacity.js';
import { reservedCapacity } from '../storages/reserved-capacity.js';
import { REPLICATE_IMAGE } from './announce.js';

/** What could not be copied is tried again after so many ms. */
const RETRY = 300_000;

interface Replica {
  readonly imageUuid: string;
  readonly target: string;
}

function readReplica(subject: string): Replica {
  const [imageUuid = '', target = ''] = subject.split('-');
  return { imageUuid, target };
}

const isUsable = ({ state, status }: BackupStorage): boolean =>
  state === 'Enabled' && status === 'Connected';

/** The storage that an image can be copied from: one of the group that has it and answers. */
function sourceFor(
  { repositories }: World,
  { imageUuid, target }: Replica,
): { ref: ImageBackupStorageRef; isUsable: boolean } | undefined {
  const { images, replicationGroups, backupStorages } = repositories;
  const group = replicationGroups.findByStorage(target);
  if (group?.state !== 'Enabled') return undefined;
  const members = replicationGroups
    .listRefs(group.uuid)
    .map(({ backupStorageUuid }) => backupStorageUuid);
  const found = images
    .listRefs(imageUuid)
    .filter(
      ({ status, backupStorageUuid }) => status === 'Ready' && members.includes(backupStorageUuid),
    )
    .map((ref) => {
      const storage = backupStorages.find(ref.backupStorageUuid);
      return { ref, isUsable: storage !== undefined && isUsable(storage) };
    });
  return found.find((one) => one.isUsable) ?? found[0];
}

/**
 * Begins to copy an image to a storage of the group of one that has it. What hinders it may pass: it is tried again, until
 * there is nothing to copy any more.
 */
export const replicateImage: Chore = {
  name: REPLICATE_IMAGE,
  run(world, subject, now) {
    const replica = readReplica(subject);
    const { images, backupStorages } = world.repositories;
    const image = images.find(replica.imageUuid);
    const target = backupStorages.find(replica.target);
    const source = sourceFor(world, replica);
    if (!image || !target || !source || images.findRef(image.uuid, target.uuid)) return;
    const bytes = bytesToCopy(image, source.ref);
    if (image.status !== 'Ready' || !source.isUsable || !hasRoom(world, target, bytes)) {
      scheduleChore(world, REPLICATE_IMAGE, subject, now + RETRY);
      return;
    }
    takeFromBackupStorage(world, target.uuid, bytes);
    const ref = { imageUuid: image.uuid, backupStorageUuid: target.uuid, takenBytes: bytes };
    insertRef(world, { ...ref, status: 'Creating' }, now);
    const delay = copyingTime(world, 'template', [image.uuid], target, bytes);
    if (delay === 0) finish(world, image, target, now);
    else scheduleSlowChore(world, finishReplica.name, subject, delay, now);
  },
};

const hasRoom = (world: World, storage: BackupStorage, bytes: number): boolean =>
  isUsable(storage) && storage.availableCapacity - reservedCapacity(world, storage.uuid) > bytes;

/** Ends a copy; one whose storages do not answer by then is begun anew later. */
export const finishReplica: Chore = {
  name: 'finish-replica',
  run(world, subject, now) {
    const replica = readReplica(subject);
    const { images, backupStorages } = world.repositories;
    const image = images.find(replica.imageUuid);
    const target = backupStorages.find(replica.target);
    const ref = images.findRef(replica.imageUuid, replica.target);
    // Somebody has deleted it meanwhile.
    if (!image || !target || !ref) return;
    const source = images
      .listRefs(image.uuid)
      .map(({ backupStorageUuid }) => backupStorages.find(backupStorageUuid))
      .find((storage) => storage && storage.uuid !== target.uuid && isUsable(storage));
    // What was deleted on its way is Deleted with its bits, and nothing that must come again.
    if ((source && isUsable(target)) || ref.status !== 'Creating') {
      finish(world, image, target, now);
      return;
    }
    removeImageRef(world, ref);
    // Where it came from it may have been deleted meanwhile.
    settleImage(world, image, now);
    scheduleChore(world, REPLICATE_IMAGE, subject, now + RETRY);
  },
};

function finish(world: World, image: Image, target: BackupStorage, now: number): void {
  const ref = world.repositories.images.findRef(image.uuid, target.uuid);
  if (ref) finishRef(world, ref, image, ownerOf(world, image.uuid), now);
}
