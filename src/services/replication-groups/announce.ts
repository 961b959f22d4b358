import type { World } from '../../domain/world.js';
import { scheduleChore } from '../../jobs/chores/chore.js';

export const REPLICATE_IMAGE = 'replicate-image';

/** An image has come to a storage: the others of its group are to get it, too. */
export function announceImage(
  world: World,
  imageUuid: string,
  backupStorageUuid: string,
  now: number,
): void {
  const { replicationGroups, images, tasks } = world.repositories;
  const group = replicationGroups.findByStorage(backupStorageUuid);
  if (group?.state !== 'Enabled') return;
  for (const { backupStorageUuid: other } of replicationGroups.listRefs(group.uuid)) {
    if (images.findRef(imageUuid, other)) continue;
    const subject = `${imageUuid}-${other}`;
    if (tasks.hasChore(REPLICATE_IMAGE, subject)) continue;
    scheduleChore(world, REPLICATE_IMAGE, subject, now);
  }
}
