import { apiError } from '../../core/api-error.js';
import { configNumber } from '../../domain/global-config.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { tokenOf } from '../../domain/tag/tag-format.js';
import { MAX_INCREMENTAL_SNAPSHOTS } from '../../domain/tag/volume-tags.js';
import type {
  VolumeSnapshot,
  VolumeSnapshotTree,
} from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';

/** Where a new snapshot stands among those of its volume. */
export interface ChainPlace {
  readonly treeUuid: string;
  /** The one that it follows on; undefined: it begins the tree. */
  readonly parent: VolumeSnapshot | undefined;
  readonly distance: number;
  /** It holds all data of its volume, not only what was written since the one before. */
  readonly isFull: boolean;
}

/**
 * The place of a volume's next snapshot. On Ceph each has a tree of its own; elsewhere it follows on the latest
 * until the chain is as long as it may be, then a full one begins a new tree.
 * @throws SYS.1006 where chains may have one snapshot at most, SYS.1000 where the limit is no number
 */
export function nextPlace(
  world: World,
  volume: Volume,
  storage: PrimaryStorage,
  ownerUuid: string,
  now: number,
): ChainPlace {
  const begin = (isFull: boolean): ChainPlace => ({
    treeUuid: newTree(world, volume.uuid, ownerUuid, now),
    parent: undefined,
    distance: isFull ? 0 : 1,
    isFull,
  });
  if (storage.type === 'Ceph') return begin(false);
  const longest = longestChain(world, volume.uuid);
  const parent = latestOf(world, followedTree(world, volume.uuid));
  if (!parent) return begin(false);
  if (parent.distance >= longest) return begin(true);
  return { treeUuid: parent.treeUuid, parent, distance: parent.distance + 1, isFull: false };
}

/** The tree that a volume's content follows on: the one whose first snapshot is on its way, else the current one. */
export function followedTree(
  { repositories }: World,
  volumeUuid: string,
): VolumeSnapshotTree | undefined {
  const { volumeSnapshots } = repositories;
  return (
    volumeSnapshots.creatingTrees(volumeUuid).at(-1) ?? volumeSnapshots.currentTree(volumeUuid)
  );
}

/** The volume stands on none of its snapshots any more: its next one begins a new tree. */
export function leaveTree({ repositories }: World, volumeUuid: string, now: number): void {
  const { volumeSnapshots } = repositories;
  for (const snapshot of volumeSnapshots.listByVolume(volumeUuid)) {
    if (snapshot.latest) volumeSnapshots.update(snapshot, { latest: false }, snapshot.lastOpDate);
  }
  if (volumeSnapshots.currentTree(volumeUuid)) {
    volumeSnapshots.makeTreeCurrent(volumeUuid, null, now);
  }
}

const latestOf = ({ repositories }: World, tree: VolumeSnapshotTree | undefined) =>
  tree && repositories.volumeSnapshots.listByTree(tree.uuid).find(({ latest }) => latest);

/** Of the volume, or of the world: a chain as long as this is followed by a full snapshot. */
function longestChain({ repositories }: World, volumeUuid: string): number {
  const [own] = repositories.tags
    .listSystemTags(volumeUuid)
    .flatMap((tag) => tokenOf(MAX_INCREMENTAL_SNAPSHOTS, tag) ?? []);
  if (own !== undefined && !/^[+-]?\d{1,9}$/.test(own)) {
    throw apiError('SYS.1000', `For input string: "${own}"`);
  }
  const longest =
    own === undefined
      ? configNumber(repositories.globalConfig, 'maxIncrementalSnapshots')
      : Number(own);
  if (longest > 1) return longest;
  throw apiError(
    'SYS.1006',
    `Unsupported maximum snapshot number (${longest}) for volume [uuid:${volumeUuid}]`,
  );
}

function newTree(world: World, volumeUuid: string, ownerUuid: string, now: number): string {
  const uuid = world.chance.uuid();
  world.repositories.volumeSnapshots.insertTree({
    uuid,
    volumeUuid,
    current: false,
    status: 'Creating',
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(ownerUuid, uuid, 'VolumeSnapshotTreeVO');
  return uuid;
}
