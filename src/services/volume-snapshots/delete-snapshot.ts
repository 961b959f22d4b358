import {
  ApiError,
  apiError,
  errorCode,
  toErrorCode,
  type ErrorCode,
} from '../../core/api-error.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume } from '../../domain/volume/volume.js';
import { primaryStorageOf } from '../resources/lookup.js';
import { giveBackToPrimaryStorage } from '../storages/capacity.js';
import { findRoom } from '../storages/primary/room.js';
import { cephVolumeOf } from '../volumes/volume-place.js';
import type { World } from '../../domain/world.js';
import { followedTree } from './chain.js';
import { withDescendants } from './descendants.js';
import { removeRow, removeTree } from './remove-row.js';
import { refusalAlone, removeAlone, WHOLE_CHAIN, type DeletionScope } from './delete-alone.js';

/** What goes with a snapshot, and how much of it the volume keeps. */
interface Deletion {
  readonly volume: Volume | undefined;
  readonly gone: readonly VolumeSnapshot[];
  /** Bytes that become the volume's own, so that it keeps its content. */
  readonly keptBytes: number;
  /** Whether files must be merged for it: only where snapshots are files. */
  readonly merges: boolean;
}

function plan(world: World, snapshot: VolumeSnapshot): Deletion {
  const { volumeSnapshots, volumes } = world.repositories;
  const gone = withDescendants(snapshot, volumeSnapshots.listByTree(snapshot.treeUuid));
  const volume = snapshot.volumeUuid === null ? undefined : volumes.find(snapshot.volumeUuid);
  if (!volume) return { volume, gone, keptBytes: 0, merges: false };
  const followed = followedTree(world, volume.uuid)?.uuid;
  if (snapshot.type === 'Storage') {
    // On Ceph a snapshot shares its data with the volume: what was frozen before the volume's present content is
    // still part of it.
    const all = volumeSnapshots.listByVolume(volume.uuid);
    const present = all.findIndex(({ treeUuid }) => treeUuid === followed);
    const isBefore = ({ uuid }: VolumeSnapshot) =>
      present < 0 || all.findIndex((one) => one.uuid === uuid) <= present;
    // What it has left since is no part of it.
    const isInIt = ({ primaryStorageInstallPath: path }: VolumeSnapshot) =>
      cephVolumeOf(path) === volume.installPath;
    const kept = gone.filter((one) => isBefore(one) && isInIt(one));
    return { volume, gone, keptBytes: bytesOf(kept), merges: false };
  }
  const path = followed === snapshot.treeUuid ? pathToLatest(snapshot, gone) : [];
  return { volume, gone, keptBytes: bytesOf(path), merges: path.length > 0 };
}

/**
 * Deletes a snapshot by request.
 * @throws SYS.1004 where its bytes cannot be merged into the volume
 */
export function deleteSnapshot(
  world: World,
  snapshot: VolumeSnapshot,
  how: DeletionScope = WHOLE_CHAIN,
): void {
  // One of Ceph goes alone anyhow.
  const isAlone = how.scope !== 'chain' && snapshot.type !== 'Storage';
  const reason = isAlone ? refusalAlone(world, snapshot, how.direction) : refusal(world, snapshot);
  if (reason) {
    const details = 'batch delete volume snapshot error';
    const cause = { ...errorCode('VOLUME_SNAPSHOT.1002', details), causes: [reason] };
    throw new ApiError(errorCode('SYS.1004', details, cause));
  }
  if (isAlone) removeAlone(world, snapshot, how.direction);
  else removeSnapshot(world, snapshot);
}

/** Why a snapshot cannot go now: merging it needs room, on a storage that can be used. */
function refusal(world: World, snapshot: VolumeSnapshot): ErrorCode | undefined {
  const { gone, volume, merges } = plan(world, snapshot);
  if (!merges || !volume) return undefined;
  try {
    const storage = primaryStorageOf(world, snapshot.primaryStorageUuid);
    findRoom(world, [storage], Math.min(bytesOf(gone), volume.size));
    return undefined;
  } catch (error) {
    return { ...toErrorCode(error), opaque: { snapshotUuid: snapshot.uuid } };
  }
}

/**
 * What must hold of snapshots that are deleted in one call: they are of one volume.
 * @throws SYS.1006
 */
export function checkBatch(world: World, uuids: readonly string[]): void {
  const { volumeSnapshots } = world.repositories;
  let volumeUuid: string | null = null;
  for (const uuid of uuids) {
    const snapshot = volumeSnapshots.find(uuid);
    if (!snapshot) continue;
    volumeUuid ??= snapshot.volumeUuid;
    if (snapshot.volumeUuid === volumeUuid) continue;
    throw apiError(
      'SYS.1006',
      `not support delete snapshots on different volumes[uuid: ${volumeUuid}, ${snapshot.volumeUuid}]`,
    );
  }
  if (volumeUuid !== null) return;
  throw apiError(
    'SYS.1006',
    `can not find volume uuid for snapshosts[uuid: [${uuids.join(', ')}]]`,
  );
}

/** What became of one snapshot of a batch. */
export interface BatchResult {
  readonly snapshotUuid: string;
  readonly success: boolean;
  readonly error?: ErrorCode;
}

/** Deletes snapshots one after the other; one that descends from another of the list goes, or stays, with it. */
export function deleteBatch(world: World, uuids: readonly string[]): BatchResult[] {
  const { volumeSnapshots } = world.repositories;
  return uuids.map((snapshotUuid) => {
    const snapshot = volumeSnapshots.find(snapshotUuid);
    const error = snapshot && refusal(world, snapshot);
    if (error) return { snapshotUuid, success: false, error };
    if (snapshot) removeSnapshot(world, snapshot);
    return { snapshotUuid, success: true };
  });
}

/**
 * Removes a snapshot with everything that descends from it. Where the volume itself follows on one
 * of them, their bytes are merged into it, so that it keeps its content.
 */
export function removeSnapshot(world: World, snapshot: VolumeSnapshot): void {
  const { volumeSnapshots, volumes } = world.repositories;
  const { volume, gone, keptBytes } = plan(world, snapshot);
  const tree = volumeSnapshots.listByTree(snapshot.treeUuid);
  if (volume && keptBytes > 0) {
    volumes.update(volume, { layerSize: volume.layerSize + keptBytes }, volume.lastOpDate);
  }
  for (const one of gone) removeRow(world, one);
  const freed = bytesOf(gone);
  giveBackToPrimaryStorage(world, snapshot.primaryStorageUuid, freed, freed - keptBytes);
  if (gone.length === tree.length) removeTree(world, snapshot.treeUuid);
  else if (gone.some(({ latest }) => latest) && snapshot.parentUuid !== null) {
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

const bytesOf = (snapshots: readonly VolumeSnapshot[]) =>
  snapshots.reduce((total, { size }) => total + size, 0);
