import type { BackupStorage } from '../domain/backup-storage/backup-storage.js';
import type { World } from './world.js';

/** How long a VM or a primary storage takes for one thing when work takes time, in ms. */
const ONE_MOMENT = 2_000;

/** Milliseconds to bring so many bytes to the storage; 0 unless work takes time. */
export function copyingTime(world: World, storage: BackupStorage, bytes: number): number {
  if (world.progression === 'immediate') return 0;
  const { latencyMilliseconds, bandwidthBytesPerSecond } = storage;
  return Math.ceil(latencyMilliseconds + (bytes / bandwidthBytesPerSecond) * 1000);
}

/** Milliseconds of a step that moves no bytes over the network; 0 unless work takes time. */
export const momentOf = (world: World): number =>
  world.progression === 'immediate' ? 0 : ONE_MOMENT;
