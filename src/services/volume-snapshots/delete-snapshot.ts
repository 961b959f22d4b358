import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import { giveBackToPrimaryStorage } from '../storages/capacity.js';
import { releaseContent } from '../images/contents.js';
import type { World } from '../../domain/world.js';

/**
 * Deletes a snapshot with everything that descends from it. Where the volume itself follows on one
 * of them, their bytes are merged into it, so that it keeps its content.
 */
export function removeSnapshot(world: World, snapshot: VolumeSnapshot): void {
  const { volumeSnapshots, volumes } = world.repositories;
  const tree = volumeSnapshots.listByTree(snapshot.treeUuid);
  const gone = withDescendants(snapshot, tree);
  const { volumeUuid } = snapshot;
  const isCurrent =
    volumeUuid !== null && volumeSnapshots.currentTree(volumeUuid)?.uuid === snapshot.treeUuid;
  const merged = isCurrent ? pathToLatest(snapshot, gone) : [];
  const mergedBytes = sum(merged.map(({ size }) => size));

  const volume = snapshot.volumeUuid === null ? undefined : volumes.find(snapshot.volumeUuid);
  if (volume && mergedBytes > 0) {
    volumes.update(volume, { layerSize: volume.layerSize + mergedBytes }, volume.lastOpDate);
  }
  for (const one of gone) removeRow(world, one);
  const freed = sum(gone.map(({ size }) => size));
  giveBackToPrimaryStorage(world, snapshot.primaryStorageUuid, freed, freed - mergedBytes);
  if (gone.length === tree.length) removeTree(world, snapshot.treeUuid);
  else if (merged.length > 0 && snapshot.parentUuid !== null) {
    const parent = volumeSnapshots.find(snapshot.parentUuid);
    if (parent) volumeSnapshots.update(parent, { latest: true }, parent.lastOpDate);
  }
}

/** Removes all snapshots of a volume that goes itself: nothing is merged. */
export function removeSnapshotsOf(world: World, volumeUuid: string): void {
  const { volumeSnapshots } = world.repositories;
  const all = volumeSnapshots.listByVolume(volumeUuid);
  for (const snapshot of all) {
    removeRow(world, snapshot);
    const { primaryStorageUuid, size } = snapshot;
    giveBackToPrimaryStorage(world, primaryStorageUuid, size, size);
  }
  for (const treeUuid of new Set(all.map((snapshot) => snapshot.treeUuid))) {
    removeTree(world, treeUuid);
  }
}

function removeTree({ repositories }: World, uuid: string): void {
  repositories.tags.removeAll(uuid);
  repositories.accounts.disown(uuid);
  repositories.volumeSnapshots.removeTree(uuid);
}

function removeRow(world: World, { uuid, contentId }: VolumeSnapshot): void {
  const { volumeSnapshots, accounts, tags } = world.repositories;
  tags.removeAll(uuid);
  accounts.disown(uuid);
  volumeSnapshots.remove(uuid);
  releaseContent(world, contentId);
}

/** The snapshot and all below it. */
export function withDescendants(
  root: VolumeSnapshot,
  tree: readonly VolumeSnapshot[],
): VolumeSnapshot[] {
  const found = [root];
  for (const one of found) found.push(...tree.filter(({ parentUuid }) => parentUuid === one.uuid));
  return found;
}

/** From the snapshot down to the one that the volume follows on, if that is among them. */
function pathToLatest(
  root: VolumeSnapshot,
  below: readonly VolumeSnapshot[],
): readonly VolumeSnapshot[] {
  const path: VolumeSnapshot[] = [];
  let at = below.find(({ latest }) => latest);
  while (at) {
    path.push(at);
    if (at.uuid === root.uuid) return path;
    const { parentUuid } = at;
    at = below.find(({ uuid }) => uuid === parentUuid);
  }
  return [];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
