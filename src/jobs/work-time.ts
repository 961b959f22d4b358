import type { BackupStorage } from '../domain/backup-storage/backup-storage.js';
import { paceOf, type WorkKind } from '../domain/progression/progression.js';
import type { Delay } from '../domain/task/task.js';
import type { World } from '../domain/world.js';

/** How long a thing takes that moves no bytes over the network, in ms. */
const ONE_MOMENT = 2_000;

/** How long it takes to bring so many bytes to the storage, by its bandwidth and latency. */
export function copyingTime(
  world: World,
  kind: WorkKind,
  resourceUuids: readonly string[],
  storage: BackupStorage,
  bytes: number,
): Delay {
  const { latencyMilliseconds, bandwidthBytesPerSecond } = storage;
  const length = Math.ceil(latencyMilliseconds + (bytes / bandwidthBytesPerSecond) * 1000);
  return paced(world, kind, [...resourceUuids, storage.uuid], length);
}

/** How long a step takes that moves no bytes over the network. */
export const momentOf = (world: World, kind: WorkKind, resourceUuids: readonly string[]): Delay =>
  paced(world, kind, resourceUuids, ONE_MOMENT);

/** What work of this length becomes by the pace that holds for it: nothing, a time, or a wait for a hand. */
function paced(
  world: World,
  kind: WorkKind,
  resourceUuids: readonly string[],
  length: number,
): Delay {
  const { mode, polls, jitterPercent } = paceOf(world.progression.state, kind, resourceUuids);
  if (mode === 'immediate') return 0;
  if (mode === 'manual') return { polls, length };
  if (jitterPercent === 0) return length;
  const part = (world.chance.below(2 * jitterPercent * 100 + 1) / 100 - jitterPercent) / 100;
  return Math.max(1, Math.round(length * (1 + part)));
}
