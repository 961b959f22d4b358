import type { Upload } from '../../../domain/upload/upload.js';
import type { World } from '../../../domain/world.js';

// Which uploads have a request under way: that cannot outlive the process.
const receiving = new WeakMap<World, Map<string, number>>();

const keyOf = ({ imageUuid, backupStorageUuid }: Upload) => `${imageUuid}-${backupStorageUuid}`;

/** Whether bytes of the upload are coming in right now. */
export const isReceiving = (world: World, upload: Upload): boolean =>
  (receiving.get(world)?.get(keyOf(upload)) ?? 0) > 0;

/** Runs `work` while the upload counts as under way. */
export async function whileReceiving<T>(
  world: World,
  upload: Upload,
  work: () => Promise<T>,
): Promise<T> {
  const counts = receiving.get(world) ?? new Map<string, number>();
  receiving.set(world, counts);
  const key = keyOf(upload);
  counts.set(key, (counts.get(key) ?? 0) + 1);
  try {
    return await work();
  } finally {
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  }
}
