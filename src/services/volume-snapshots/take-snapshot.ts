import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import {
  snapshotStatusMachine,
  type VolumeSnapshot,
} from '../../domain/volume-snapshot/volume-snapshot.js';
import { formatOf, type Volume } from '../../domain/volume/volume.js';
import { ONLINE_VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { ownerOf, primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { checkHostOfNfs } from '../storages/primary/hosts.js';
import { checkSnapshotAllowed } from '../storages/primary/states.js';
import { besides, cephSnapshotPath, layerInstallPath } from '../volumes/volume-place.js';
import { nextPlace, type ChainPlace } from './chain.js';

/** What a new snapshot is called, and whose it is. */
export interface NewSnapshot {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly ownerUuid: string;
}

/**
 * Freezes what a volume holds: its layer becomes the snapshot, which is Creating until `finishSnapshot`; what is
 * written from now on goes into a new layer.
 * @throws SYS.1006 when storage or chain do not allow it
 */
export function takeSnapshot(world: World, volume: Volume, wanted: NewSnapshot, now: number): void {
  const { volumeSnapshots, volumes, accounts } = world.repositories;
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  checkSnapshotAllowed(storage, volume.uuid);
  checkHostOfNfs(world, storage);
  const place = nextPlace(world, volume, storage, wanted.ownerUuid, now);
  const { parent, isFull } = place;
  if (parent) volumeSnapshots.update(parent, { latest: false }, parent.lastOpDate);
  const size = isFull ? volume.actualSize : volume.layerSize;
  // The bytes of the volume's layer become the snapshot's; a full one holds all data once more.
  const added = size - volume.layerSize;
  if (added < 0) giveBackToPrimaryStorage(world, storage.uuid, 0, -added);
  takeFromPrimaryStorage(world, storage.uuid, size, Math.max(added, 0));
  const paths = pathsOf(world, volume, storage, place, wanted.uuid);
  volumeSnapshots.insert({
    uuid: wanted.uuid,
    name: wanted.name,
    description: wanted.description,
    type: storage.type === 'Ceph' ? 'Storage' : 'Hypervisor',
    volumeUuid: volume.uuid,
    treeUuid: place.treeUuid,
    parentUuid: parent?.uuid ?? null,
    primaryStorageUuid: storage.uuid,
    primaryStorageInstallPath: paths.snapshot,
    volumeType: volume.type,
    format: formatOf(volume),
    latest: true,
    size,
    distance: place.distance,
    state: 'Enabled',
    status: 'Creating',
    groupUuid: null,
    contentId: volume.contentId,
    virtualSize: volume.size,
    actualSize: volume.actualSize,
    createDate: now,
    lastOpDate: now,
  });
  volumes.update(volume, { layerSize: 0, installPath: paths.volume }, volume.lastOpDate);
  accounts.own(wanted.ownerUuid, wanted.uuid, 'VolumeSnapshotVO');
}

/**
 * Where snapshot and volume lie from now on. The snapshot takes over the file of the volume, which goes on in a new
 * one. A full snapshot of a volume at rest is a copy; the volume goes on beside it.
 */
function pathsOf(
  world: World,
  volume: Volume,
  storage: PrimaryStorage,
  { isFull }: ChainPlace,
  snapshotUuid: string,
): { readonly snapshot: string; readonly volume: string | null } {
  if (storage.type === 'Ceph') {
    return { snapshot: cephSnapshotPath(volume, snapshotUuid), volume: volume.installPath };
  }
  const layer = layerInstallPath(storage, volume, ownerOf(world, volume.uuid), snapshotUuid);
  const vm = vmOfVolume(world, volume);
  const isInUse = vm !== undefined && ONLINE_VM_STATES.includes(vm.state);
  if (isFull && !isInUse) return { snapshot: layer, volume: besides(layer, world.chance.uuid()) };
  return { snapshot: volume.installPath ?? layer, volume: layer };
}

/** The bits are there: the snapshot is Ready, and its tree the one that the volume follows. */
export function finishSnapshot(world: World, snapshot: VolumeSnapshot, now: number): void {
  const { volumeSnapshots } = world.repositories;
  const status = snapshotStatusMachine.next(snapshot.status, 'ready');
  volumeSnapshots.update(snapshot, { status }, now);
  if (snapshot.volumeUuid === null) return;
  if (volumeSnapshots.currentTree(snapshot.volumeUuid)?.uuid === snapshot.treeUuid) return;
  volumeSnapshots.makeTreeCurrent(snapshot.volumeUuid, snapshot.treeUuid, now);
}

/** Takes a snapshot that is Ready at once. */
export function takeSnapshotNow(
  world: World,
  volumeUuid: string,
  wanted: NewSnapshot,
  now: number,
): VolumeSnapshot {
  takeSnapshot(world, volumeOf(world, volumeUuid), wanted, now);
  const { volumeSnapshots } = world.repositories;
  const taken = () => {
    const snapshot = volumeSnapshots.find(wanted.uuid);
    if (!snapshot) throw new Error(`the snapshot ${wanted.uuid} was not written`);
    return snapshot;
  };
  finishSnapshot(world, taken(), now);
  return taken();
}
