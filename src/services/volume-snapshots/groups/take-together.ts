import { apiError } from '../../../core/api-error.js';
import type { Volume } from '../../../domain/volume/volume.js';
import type { VolumeSnapshot } from '../../../domain/volume-snapshot/volume-snapshot.js';
import type { World } from '../../../domain/world.js';
import { removeSnapshot } from '../delete-snapshot.js';
import { finishSnapshot, takeSnapshot } from '../take-snapshot.js';

/** A snapshot of several that are taken at one moment; kept in the context of its flow. */
export interface TakenSnapshot {
  readonly volumeUuid: string;
  readonly snapshotUuid: string;
  /** Where the volume was before, to be there again when it fails. */
  readonly formerPath: string | null;
}

/** Freezes all volumes at once; each snapshot is Creating until `finishTogether`. */
export function takeTogether(
  world: World,
  volumes: readonly Volume[],
  wanted: (volume: Volume) => { readonly name: string; readonly description: string | null },
  ownerUuid: string,
  now: number,
): TakenSnapshot[] {
  return volumes.map((volume) => {
    const uuid = world.chance.uuid();
    takeSnapshot(world, volume, { ...wanted(volume), uuid, ownerUuid }, now);
    return { volumeUuid: volume.uuid, snapshotUuid: uuid, formerPath: volume.installPath };
  });
}

/** The bits of all are there. @throws SYS.1006 for one that was deleted meanwhile */
export function finishTogether(
  world: World,
  taken: readonly TakenSnapshot[],
  now: number,
): VolumeSnapshot[] {
  const { volumeSnapshots } = world.repositories;
  return taken.map(({ snapshotUuid }) => {
    const snapshot = volumeSnapshots.find(snapshotUuid);
    if (!snapshot) {
      throw apiError('SYS.1006', `volume snapshot[uuid:${snapshotUuid}] has been deleted`);
    }
    finishSnapshot(world, snapshot, now);
    return volumeSnapshots.find(snapshotUuid) ?? snapshot;
  });
}

/** Takes all of them back, the last one first; each volume is in its file again, unless it has moved on. */
export function undoTogether(world: World, taken: readonly TakenSnapshot[]): void {
  const { volumeSnapshots, volumes } = world.repositories;
  for (const { snapshotUuid, volumeUuid, formerPath } of taken.toReversed()) {
    const snapshot = volumeSnapshots.find(snapshotUuid);
    if (!snapshot) continue;
    removeSnapshot(world, snapshot);
    const volume = volumes.find(volumeUuid);
    if (!volume || !snapshot.latest) continue;
    volumes.update(volume, { installPath: formerPath }, volume.lastOpDate);
  }
}
