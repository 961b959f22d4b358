import type { World } from '../domain/world.js';
import type { Artifact } from '../services/images/artifacts.js';
import { corrupted } from '../services/images/corruption.js';
import { isCorrupted } from '../simulation/faults/corrupted-bytes.js';

/** Bytes that are sent to a client: as they are, or as a fault rule changes them. */
export function onItsWay(
  world: World,
  operation: string,
  resourceUuids: readonly string[],
  artifact: Artifact,
): Artifact {
  if (!isCorrupted(world, operation, resourceUuids)) return artifact;
  return { ...artifact, read: (start, end) => corrupted(artifact.read(start, end)) };
}
