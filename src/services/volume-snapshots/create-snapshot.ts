import { apiError } from '../../core/api-error.js';
import type { Volume } from '../../domain/volume/volume.js';
import {
  snapshotStatusMachine,
  type VolumeSnapshotTree,
} from '../../domain/volume-snapshot/volume-snapshot.js';
import { checkSnapshotAllowed } from '../storages/primary/states.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { newUuid, primaryStorageOf, volumeOf } from '../resources/lookup.js';
import { momentOf } from '../../jobs/work-time.js';
import type { NewDataVolume } from '../volumes/create-data-volume.js';
import { snapshotInstallPath } from '../volumes/volume-place.js';
import { writeTags } from '../tags/write-tags.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import type { World } from '../../domain/world.js';
import { removeSnapshot } from './delete-snapshot.js';

/** A checked call of CreateVolumeSnapshot; kept as the flow's context. */
export interface SnapshotContext {
  readonly request: NewDataVolume & { readonly volumeUuid: string };
  snapshotUuid?: string;
}

/**
 * What must hold of a volume before a snapshot of it is taken.
 * @throws SYS.1006
 */
export function checkSnapshotable({ uuid, status, state }: Volume): void {
  if (status !== 'Ready') {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${uuid}] is not in status Ready, current is ${status}, can't create snapshot`,
    );
  }
  if (state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${uuid}] is not in state Enabled, current is ${state}, can't create snapshot`,
    );
  }
}

/** Freezes a volume's content; what is written from then on follows on the snapshot. */
export const createSnapshotFlow: Flow<SnapshotContext> = {
  name: 'create-volume-snapshot',
  firstStep: 'create-snapshot',
  isPlain: true,
  steps: { 'create-snapshot': create, 'finish-snapshot': finish },
  rollback({ world, context }) {
    const snapshot =
      context.snapshotUuid && world.repositories.volumeSnapshots.find(context.snapshotUuid);
    if (snapshot) removeSnapshot(world, snapshot);
  },
};

function create({ world, context, now, schedule }: StepRun<SnapshotContext>): void {
  const { request } = context;
  const { volumes, volumeSnapshots, accounts } = world.repositories;
  const volume = volumeOf(world, request.volumeUuid);
  checkSnapshotable(volume);
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  checkSnapshotAllowed(storage, volume.uuid);
  const uuid = newUuid(world, request.resourceUuid);
  const tree =
    volumeSnapshots.currentTree(volume.uuid) ?? newTree(world, volume.uuid, request.ownerUuid, now);
  const parent = volumeSnapshots.listByTree(tree.uuid).find(({ latest }) => latest);
  if (parent) volumeSnapshots.update(parent, { latest: false }, parent.lastOpDate);
  // The bytes of the volume's layer become the snapshot's: physically nothing is taken.
  takeFromPrimaryStorage(world, storage.uuid, volume.layerSize, 0);
  volumeSnapshots.insert({
    uuid,
    name: request.name,
    description: request.description,
    type: storage.type === 'Ceph' ? 'Storage' : 'Hypervisor',
    volumeUuid: volume.uuid,
    treeUuid: tree.uuid,
    parentUuid: parent?.uuid ?? null,
    primaryStorageUuid: storage.uuid,
    primaryStorageInstallPath: snapshotInstallPath(storage, volume, uuid),
    volumeType: volume.type,
    format: volume.format,
    latest: true,
    size: volume.layerSize,
    distance: (parent?.distance ?? 0) + 1,
    state: 'Enabled',
    status: 'Creating',
    groupUuid: null,
    contentId: volume.contentId,
    virtualSize: volume.size,
    actualSize: volume.actualSize,
    createDate: now,
    lastOpDate: now,
  });
  volumes.update(volume, { layerSize: 0 }, volume.lastOpDate);
  accounts.own(request.ownerUuid, uuid, 'VolumeSnapshotVO');
  writeTags(world, 'VolumeSnapshotVO', uuid, request, now);
  context.snapshotUuid = uuid;
  schedule('finish-snapshot', null, momentOf(world, 'snapshot', [uuid, volume.uuid]));
}

function newTree(
  world: World,
  volumeUuid: string,
  ownerUuid: string,
  now: number,
): VolumeSnapshotTree {
  const tree = {
    uuid: world.chance.uuid(),
    volumeUuid,
    current: true,
    createDate: now,
    lastOpDate: now,
  };
  world.repositories.volumeSnapshots.insertTree(tree);
  world.repositories.accounts.own(ownerUuid, tree.uuid, 'VolumeSnapshotTreeVO');
  return tree;
}

function finish({ world, context, now, succeed }: StepRun<SnapshotContext>): void {
  const { volumeSnapshots } = world.repositories;
  const uuid = context.snapshotUuid ?? '';
  const snapshot = volumeSnapshots.find(uuid);
  if (!snapshot) throw apiError('SYS.1006', `volume snapshot[uuid:${uuid}] has been deleted`);
  const status = snapshotStatusMachine.next(snapshot.status, 'bitsReady');
  volumeSnapshots.update(snapshot, { status }, now);
  succeed({ snapshotUuid: uuid });
}
