import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';

/** The snapshot and all below it. */
export function withDescendants(
  root: VolumeSnapshot,
  tree: readonly VolumeSnapshot[],
): VolumeSnapshot[] {
  const found = [root];
  for (const one of found) found.push(...tree.filter(({ parentUuid }) => parentUuid === one.uuid));
  return found;
}
