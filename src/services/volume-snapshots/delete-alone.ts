import { apiError, toErrorCode, type ErrorCode } from '../../core/api-error.js';
import { ONLINE_VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { ownerOf, primaryStorageOf, vmOfVolume } from '../resources/lookup.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { findRoom } from '../storages/primary/room.js';
import { followedTree } from './chain.js';
import { withDescendants } from './descendants.js';
import { tellGroup } from './groups/snapshot-group.js';
import { removeRow, removeTree } from './remove-row.js';

/*
 * One snapshot of a chain goes and what follows on it stays: each of them takes its bytes over. No release up to 5.3
 * can; later ones do where `scope` is not `chain`.
 */

export const DELETION_SCOPES = ['single', 'chain', 'auto'] as const;
export const DELETION_DIRECTIONS = ['pull', 'commit', 'auto'] as const;

/** How much goes with a snapshot, and into which file what stays is merged. */
export interface DeletionScope {
  /** `auto` is `single`, as in the real system. */
  readonly scope: (typeof DELETION_SCOPES)[number];
  readonly direction: Direction;
}
type Direction = (typeof DELETION_DIRECTIONS)[number];

export const WHOLE_CHAIN: DeletionScope = { scope: 'chain', direction: 'auto' };

/** States of a VM in which a chain of its volumes can be changed. */
const MERGING_STATES = ['Running', 'Paused', 'Stopped', 'Destroyed', 'Destroying'];

/** What follows on a snapshot. */
interface Followers {
  readonly tree: readonly VolumeSnapshot[];
  readonly children: readonly VolumeSnapshot[];
  /** The volume, where it does. */
  readonly volume: Volume | undefined;
  /** Whether its tree is the one that the volume follows. */
  readonly isCurrent: boolean;
}

function followersOf(world: World, snapshot: VolumeSnapshot): Followers {
  const { volumeSnapshots, volumes } = world.repositories;
  const tree = volumeSnapshots.listByTree(snapshot.treeUuid);
  const children = tree.filter(({ parentUuid }) => parentUuid === snapshot.uuid);
  const { volumeUuid } = snapshot;
  const volume = volumeUuid === null ? undefined : volumes.find(volumeUuid);
  const isCurrent =
    volume !== undefined && followedTree(world, volume.uuid)?.uuid === snapshot.treeUuid;
  return { tree, children, isCurrent, volume: isCurrent && snapshot.latest ? volume : undefined };
}

/** Why a snapshot cannot go alone now. */
export function refusalAlone(
  world: World,
  snapshot: VolumeSnapshot,
  direction: Direction,
): ErrorCode | undefined {
  const { children, volume } = followersOf(world, snapshot);
  const followers = children.length + (volume ? 1 : 0);
  if (followers === 0) return undefined;
  try {
    checkVm(world, snapshot);
    if (followers === 1 && direction === 'pull' && mustCommit(world, snapshot)) {
      // The real system throws it in the middle of the work.
      throw apiError(
        'SYS.1000',
        "the snapshot will be deleted by block 'commit', but the direction is 'pull', change the direction to 'commit' or 'auto'.",
      );
    }
    const storage = primaryStorageOf(world, snapshot.primaryStorageUuid);
    findRoom(world, [storage], snapshot.size);
    return undefined;
  } catch (error) {
    return { ...toErrorCode(error), opaque: { snapshotUuid: snapshot.uuid } };
  }
}

function checkVm(world: World, { volumeUuid }: VolumeSnapshot): void {
  const volume = world.repositories.volumes.find(volumeUuid ?? '');
  const vm = volume && vmOfVolume(world, volume);
  if (!vm || MERGING_STATES.includes(vm.state)) return;
  throw apiError(
    'SYS.1006',
    `volume[uuid:${volume.uuid}] is attached to vm[uuid:${vm.uuid}] in state ${vm.state}, its snapshot cannot be deleted alone`,
  );
}

/** A guest that runs has the files of its chain open: those are merged downwards. */
function mustCommit(world: World, snapshot: VolumeSnapshot): boolean {
  const volume = world.repositories.volumes.find(snapshot.volumeUuid ?? '');
  const vm = volume && vmOfVolume(world, volume);
  if (!vm || !ONLINE_VM_STATES.includes(vm.state) || snapshot.latest) return false;
  const { isCurrent, tree } = followersOf(world, snapshot);
  return isCurrent && withDescendants(snapshot, tree).some(({ latest }) => latest);
}

/** Removes a snapshot of a chain alone. */
export function removeAlone(world: World, snapshot: VolumeSnapshot, direction: Direction): void {
  const followers = followersOf(world, snapshot);
  const { children, volume } = followers;
  const count = children.length + (volume ? 1 : 0);
  const commits =
    count === 1 &&
    (direction === 'commit' || (direction === 'auto' && mustCommit(world, snapshot)));
  const path = commits ? { path: snapshot.primaryStorageInstallPath } : {};
  const { size, primaryStorageUuid } = snapshot;
  changeCapacity(world, primaryStorageUuid, (children.length - 1) * size, (count - 1) * size);
  for (const child of children) takeOver(world, snapshot, child, followers, path);
  if (volume) takeOverByVolume(world, snapshot, volume, path);
  removeRow(world, snapshot);
  const { volumeSnapshots } = world.repositories;
  const parent =
    snapshot.parentUuid === null ? undefined : volumeSnapshots.find(snapshot.parentUuid);
  if (!parent) removeTree(world, snapshot.treeUuid);
  else if (snapshot.latest) volumeSnapshots.update(parent, { latest: true }, parent.lastOpDate);
}

/** A snapshot that followed on it takes its bytes and its place; without a parent it begins a tree of its own. */
function takeOver(
  world: World,
  gone: VolumeSnapshot,
  child: VolumeSnapshot,
  { tree, isCurrent }: Followers,
  { path }: { readonly path?: string },
): void {
  const { volumeSnapshots } = world.repositories;
  const moved = withDescendants(child, tree);
  const treeUuid = gone.parentUuid === null ? newTreeLike(world, gone) : gone.treeUuid;
  for (const one of moved) {
    const isFirst = one.uuid === child.uuid;
    volumeSnapshots.update(
      one,
      {
        treeUuid,
        distance: Math.max(0, one.distance - 1),
        ...(isFirst ? { parentUuid: gone.parentUuid, size: one.size + gone.size } : {}),
        ...(isFirst && path !== undefined ? { primaryStorageInstallPath: path } : {}),
      },
      one.lastOpDate,
    );
  }
  if (path !== undefined) tellGroup(world, child.uuid, world.clock.now());
  const isFollowed = isCurrent && moved.some(({ latest }) => latest);
  if (!isFollowed || gone.parentUuid !== null || gone.volumeUuid === null) return;
  volumeSnapshots.makeTreeCurrent(gone.volumeUuid, treeUuid, world.clock.now());
}

function takeOverByVolume(
  world: World,
  gone: VolumeSnapshot,
  volume: Volume,
  { path }: { readonly path?: string },
): void {
  const { volumes } = world.repositories;
  const layerSize = volume.layerSize + gone.size;
  const place = path === undefined ? {} : { installPath: path };
  volumes.update(volume, { layerSize, ...place }, volume.lastOpDate);
}

function newTreeLike(world: World, { treeUuid, volumeUuid }: VolumeSnapshot): string {
  const { volumeSnapshots, accounts } = world.repositories;
  const uuid = world.chance.uuid();
  const now = world.clock.now();
  const dates = { createDate: now, lastOpDate: now };
  volumeSnapshots.insertTree({ uuid, volumeUuid, current: false, status: 'Completed', ...dates });
  accounts.own(ownerOf(world, treeUuid), uuid, 'VolumeSnapshotTreeVO');
  return uuid;
}

function changeCapacity(world: World, uuid: string, virtual: number, physical: number): void {
  takeFromPrimaryStorage(world, uuid, Math.max(0, virtual), Math.max(0, physical));
  giveBackToPrimaryStorage(world, uuid, Math.max(0, -virtual), Math.max(0, -physical));
}
