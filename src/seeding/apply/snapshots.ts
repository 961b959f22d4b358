import { snapshotInstallPath } from '../../services/volumes/volume-place.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';
import { givenLayers } from './volumes.js';
import { momentLength, startWork } from './work.js';

type MadeSnapshot = Made<EntryOf<'snapshots'>>;

/** The snapshots of one volume, as far as they are made. */
interface Chain {
  /** The last one that was made: the next follows on it. */
  last: string;
  /** The one that the volume follows on; undefined: the last one; null: none. */
  latest: string | null | undefined;
  trees: number;
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
  const parentUuid = parentOf(filling, made, volumeUuid);
  if (made.status === 'Deleted' || made.status === 'Deleting') {
    throw new Refused(
      `a snapshot is never seen ${made.status}: deleting it takes its row away at once`,
    );
  }
  if (!filling.isSound) return;
  const volume = volumes.find(volumeUuid);
  const storage = filling.primaryStorages.get(volume?.primaryStorageUuid ?? '');
  if (!volume || !storage)
    throw new Refused(`the volume '${made.volume}' lies on no primary storage`);
  const parent = parentUuid === null ? undefined : volumeSnapshots.find(parentUuid);
  if (parentUuid !== null && parent?.volumeUuid !== volumeUuid) {
    throw new Refused(
      `its parent '${made.parent}' ${parent ? 'is of another volume' : 'does not stand before it'}`,
    );
  }
  const dates = filling.datesOf(made);
  const treeUuid =
    parent?.treeUuid ?? made.treeUuid ?? filling.derive('volume-snapshot-tree', uuid);
  const accountUuid = own(filling, 'VolumeSnapshotVO', uuid, made, dates.createDate);
  if (!parent) {
    volumeSnapshots.insertTree({ uuid: treeUuid, volumeUuid, current: true, ...dates });
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
    primaryStorageInstallPath: made.installPath ?? snapshotInstallPath(storage, volume, uuid),
    volumeType: volume.type,
    format: volume.format,
    latest: false,
    size: made.size,
    distance: (parent?.distance ?? 0) + 1,
    state: made.state,
    status: made.status,
    groupUuid: made.groupUuid,
    contentId: made.content ?? made.key ?? made.name,
    virtualSize: made.virtualSize ?? volume.size,
    actualSize: made.actualSize ?? (parent?.actualSize ?? 0) + made.size,
    ...dates,
  });
  tag(filling, 'VolumeSnapshotVO', uuid, made, dates.createDate);
  note(filling, made, volumeUuid, uuid, parent === undefined);
  if (made.status === 'Creating') goOn(filling, made, { uuid, volumeUuid, accountUuid });
}

/** The given parent, or the snapshot of the volume that stands before. */
function parentOf(filling: Filling, made: MadeSnapshot, volumeUuid: string): string | null {
  if (made.parent === null) return null;
  if (made.parent !== undefined) return filling.find('volume-snapshot', made.parent);
  return chainsOf(filling).get(volumeUuid)?.last ?? null;
}

function note(
  filling: Filling,
  { latest }: MadeSnapshot,
  volumeUuid: string,
  uuid: string,
  isNewTree: boolean,
): void {
  const chain = chainsOf(filling).get(volumeUuid) ?? { last: uuid, latest: undefined, trees: 0 };
  chainsOf(filling).set(volumeUuid, chain);
  chain.last = uuid;
  if (isNewTree) chain.trees++;
  if (latest === false) chain.latest ??= null;
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
    if (latest) volumeSnapshots.update(latest, { latest: true }, latest.lastOpDate);
    if (chain.trees > 1 || !latest) {
      const date = latest?.lastOpDate ?? filling.now;
      volumeSnapshots.makeTreeCurrent(volumeUuid, latest?.treeUuid ?? null, date);
    }
    if (!volume || !latest || givenLayers.get(filling)?.has(volumeUuid)) continue;
    const layerSize = Math.max(0, volume.actualSize - latest.actualSize);
    const storageUuid = volume.primaryStorageUuid ?? '';
    filling.ledger.takeFromPrimary(storageUuid, 0, layerSize - volume.layerSize);
    volumes.update(volume, { layerSize }, volume.lastOpDate);
  }
}
