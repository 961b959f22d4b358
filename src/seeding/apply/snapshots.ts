import { cephSnapshotPath, layerInstallPath } from '../../services/volumes/volume-place.js';
import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import { formatOf, type Volume } from '../../domain/volume/volume.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';
import { givenLayers, givenPaths } from './volumes.js';
import { momentLength, startWork } from './work.js';

type MadeSnapshot = Made<EntryOf<'snapshots'>>;

/** The snapshots of one volume, as far as they are made. */
interface Chain {
  /** The last one that was made: the next follows on it. */
  last: string;
  /** The one that the volume follows on; undefined: the last one; null: none. */
  latest: string | null | undefined;
  /** The last one of each tree, in the order in which the trees begin. */
  readonly trees: Map<string, string>;
  /** Those of which it is said that the volume does not follow on them. */
  readonly left: Set<string>;
}

const chains = new WeakMap<Filling, Map<string, Chain>>();
const chainsOf = (filling: Filling) => {
  const known = chains.get(filling) ?? new Map<string, Chain>();
  chains.set(filling, known);
  return known;
};

export function fillSnapshot(filling: Filling, made: MadeSnapshot): void {
  const { world } = filling;
  const { volumes, volumeSnapshots } = world.repositories;
  const uuid = filling.uuidOf('volume-snapshot', made);
  const volumeUuid = filling.find('volume', made.volume);
  const isOnCeph = storageOfVolume(filling, volumeUuid)?.type === 'Ceph';
  const parentUuid = parentOf(filling, made, volumeUuid, isOnCeph);
  if (made.status === 'Deleted' || made.status === 'Deleting') {
    throw new Refused(
      `a snapshot is never seen ${made.status}: deleting it takes its row away at once`,
    );
  }
  if (!filling.isSound) return;
  const volume = volumes.find(volumeUuid);
  const storage = storageOfVolume(filling, volumeUuid);
  if (!volume || !storage)
    throw new Refused(`the volume '${made.volume}' lies on no primary storage`);
  const parent = parentUuid === null ? undefined : volumeSnapshots.find(parentUuid);
  if (parentUuid !== null && parent?.volumeUuid !== volumeUuid) {
    throw new Refused(
      `its parent '${made.parent}' ${parent ? 'is of another volume' : 'does not stand before it'}`,
    );
  }
  const dates = filling.datesOf(made);
  // On Ceph each has a tree of its own, and follows on the one before all the same.
  const lastUuid = chainsOf(filling).get(volumeUuid)?.last ?? '';
  const before = isOnCeph ? volumeSnapshots.find(lastUuid) : parent;
  const treeUuid =
    parent?.treeUuid ?? made.treeUuid ?? filling.derive('volume-snapshot-tree', uuid);
  const accountUuid = own(filling, 'VolumeSnapshotVO', uuid, made, dates.createDate);
  if (!parent) {
    const isReady = made.status === 'Ready';
    const status = isReady ? 'Completed' : 'Creating';
    volumeSnapshots.insertTree({ uuid: treeUuid, volumeUuid, current: isReady, status, ...dates });
    own(filling, 'VolumeSnapshotTreeVO', treeUuid, { account: made.account }, dates.createDate);
  }
  filling.ledger.takeFromPrimary(storage.uuid, made.size, made.size);
  volumeSnapshots.insert({
    uuid,
    name: made.name,
    description: made.description,
    type: storage.type === 'Ceph' ? 'Storage' : 'Hypervisor',
    volumeUuid,
    treeUuid,
    parentUuid,
    primaryStorageUuid: storage.uuid,
    primaryStorageInstallPath: made.installPath ?? pathOf(filling, volume, storage, uuid, parent),
    volumeType: volume.type,
    format: formatOf(volume),
    latest: false,
    size: made.size,
    distance: made.distance ?? (parent?.distance ?? 0) + 1,
    state: made.state,
    status: made.status,
    groupUuid: null,
    contentId: made.content ?? made.key ?? made.name,
    virtualSize: made.virtualSize ?? volume.size,
    actualSize: made.actualSize ?? (before?.actualSize ?? 0) + made.size,
    ...dates,
  });
  tag(filling, 'VolumeSnapshotVO', uuid, made, dates.createDate);
  note(filling, made, volumeUuid, uuid, treeUuid);
  if (made.status === 'Creating') goOn(filling, made, { uuid, volumeUuid, accountUuid });
}

function storageOfVolume(filling: Filling, volumeUuid: string): PrimaryStorage | undefined {
  const volume = filling.world.repositories.volumes.find(volumeUuid);
  return filling.primaryStorages.get(volume?.primaryStorageUuid ?? '');
}

/** As a world makes them: a snapshot has the file in which its volume was until then. */
function pathOf(
  filling: Filling,
  volume: Volume,
  storage: PrimaryStorage,
  uuid: string,
  parent: VolumeSnapshot | undefined,
): string {
  if (storage.type === 'Ceph') return cephSnapshotPath(volume, uuid);
  const used = usedPaths.get(filling) ?? new Set<string>();
  usedPaths.set(filling, used);
  const file = parent ? layerOf(filling, volume, storage, parent.uuid) : volume.installPath;
  const path = file === null || used.has(file) ? layerOf(filling, volume, storage, uuid) : file;
  used.add(path);
  return path;
}

const usedPaths = new WeakMap<Filling, Set<string>>();

function layerOf(filling: Filling, volume: Volume, storage: PrimaryStorage, uuid: string): string {
  const owner = filling.world.repositories.accounts.findOwner(volume.uuid) ?? ADMIN_ACCOUNT_UUID;
  return layerInstallPath(storage, volume, owner, uuid);
}

/** The given parent, or the snapshot of the volume that stands before; on Ceph none. */
function parentOf(
  filling: Filling,
  made: MadeSnapshot,
  volumeUuid: string,
  isOnCeph: boolean,
): string | null {
  if (made.parent === null) return null;
  if (made.parent !== undefined) return filling.find('volume-snapshot', made.parent);
  if (isOnCeph) return null;
  return chainsOf(filling).get(volumeUuid)?.last ?? null;
}

function note(
  filling: Filling,
  { latest }: MadeSnapshot,
  volumeUuid: string,
  uuid: string,
  treeUuid: string,
): void {
  const chain: Chain = chainsOf(filling).get(volumeUuid) ?? {
    last: uuid,
    latest: undefined,
    trees: new Map(),
    left: new Set(),
  };
  chainsOf(filling).set(volumeUuid, chain);
  chain.last = uuid;
  chain.trees.set(treeUuid, uuid);
  if (latest === false) {
    chain.latest ??= null;
    chain.left.add(uuid);
  }
  if (latest !== true) return;
  if (typeof chain.latest === 'string') {
    throw new Refused('its volume follows on another snapshot already: one is the latest');
  }
  chain.latest = uuid;
}

function goOn(
  filling: Filling,
  { progress = 0, name, description }: MadeSnapshot,
  ids: { readonly uuid: string; readonly volumeUuid: string; readonly accountUuid: string },
): void {
  if (progress === 'none') return;
  const { uuid, volumeUuid, accountUuid } = ids;
  startWork(filling, {
    jobUuid: filling.derive('job', uuid),
    operation: 'CreateVolumeSnapshot',
    flow: 'create-volume-snapshot',
    accountUuid,
    context: {
      request: {
        name,
        description,
        resourceUuid: uuid,
        systemTags: [],
        userTags: [],
        ownerUuid: accountUuid,
        volumeUuid,
      },
      snapshotUuid: uuid,
    },
    steps: [
      {
        step: 'finish-snapshot',
        subject: null,
        kind: 'snapshot',
        resourceUuids: [uuid, volumeUuid],
        length: momentLength(filling, 'snapshot'),
        percent: progress,
      },
    ],
  });
}

/** When all snapshots are there: which one each volume follows on, and what it has written since. */
export function finishSnapshots(filling: Filling): void {
  const { volumes, volumeSnapshots } = filling.world.repositories;
  for (const [volumeUuid, chain] of chainsOf(filling)) {
    const latestUuid = chain.latest === undefined ? chain.last : chain.latest;
    const latest = latestUuid === null ? undefined : volumeSnapshots.find(latestUuid);
    const volume = volumes.find(volumeUuid);
    markLatest(filling, chain, latest);
    makeCurrent(filling, volumeUuid, chain, latest);
    if (!volume || !latest) continue;
    const change = {
      ...layerAfter(filling, volume, latest),
      ...placeAfter(filling, volume, latest),
    };
    if (Object.keys(change).length > 0) volumes.update(volume, change, volume.lastOpDate);
  }
}

function layerAfter(filling: Filling, volume: Volume, latest: VolumeSnapshot): Partial<Volume> {
  if (givenLayers.get(filling)?.has(volume.uuid)) return {};
  const layerSize = Math.max(0, volume.actualSize - latest.actualSize);
  const storageUuid = volume.primaryStorageUuid ?? '';
  filling.ledger.takeFromPrimary(storageUuid, 0, layerSize - volume.layerSize);
  return { layerSize };
}

/** The snapshot has the volume's file: the volume goes on in a new one. */
function placeAfter(filling: Filling, volume: Volume, latest: VolumeSnapshot): Partial<Volume> {
  const storage = storageOfVolume(filling, volume.uuid);
  if (!storage || storage.type === 'Ceph' || givenPaths.get(filling)?.has(volume.uuid)) return {};
  return { installPath: layerOf(filling, volume, storage, latest.uuid) };
}

/** The one that the volume follows on, and of the trees that it has left their last ones. */
function markLatest(filling: Filling, chain: Chain, latest: VolumeSnapshot | undefined): void {
  const { volumeSnapshots } = filling.world.repositories;
  for (const [treeUuid, last] of chain.trees) {
    const one = treeUuid === latest?.treeUuid ? latest : volumeSnapshots.find(last);
    const isLeft = treeUuid !== latest?.treeUuid;
    if (!one || (isLeft && (chain.trees.size === 1 || chain.left.has(one.uuid)))) continue;
    volumeSnapshots.update(one, { latest: true }, one.lastOpDate);
  }
}

/** The tree of the one that the volume follows on; one that is on its way is not yet the current one. */
function makeCurrent(
  filling: Filling,
  volumeUuid: string,
  { trees }: Chain,
  latest: VolumeSnapshot | undefined,
): void {
  const { volumeSnapshots } = filling.world.repositories;
  const isMade = (uuid: string) => volumeSnapshots.findTree(uuid)?.status === 'Completed';
  const followed = latest?.treeUuid ?? null;
  if (trees.size === 1 && followed !== null) return;
  const isOnItsWay = followed !== null && !isMade(followed);
  const current = isOnItsWay ? ([...trees.keys()].findLast(isMade) ?? null) : followed;
  volumeSnapshots.makeTreeCurrent(volumeUuid, current, latest?.lastOpDate ?? filling.now);
}
