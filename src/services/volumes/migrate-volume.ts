import { apiError } from '../../core/api-error.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { ownerOf, primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { findRoom } from '../storages/primary/room.js';
import { cacheImage } from '../vm-instances/new-vm-disks.js';
import {
  sizeOnStorage,
  snapshotsBeside,
  stateAfterMigration,
  unmarkMigration,
} from './volume-migration.js';
import { cacheInstallPath, cephVolumeOf, folderOf, rootOf } from './volume-place.js';

/** Which volume, to which storage; kept as the flow's context. */
export interface VolumeMigration {
  readonly volumeUuid: string;
  readonly dstPrimaryStorageUuid: string;
}

interface MigrationContext extends VolumeMigration {
  /** Whether volume and VM have been marked as on their way. */
  isMarked?: boolean;
}

type Run = StepRun<MigrationContext>;

/** The real system has a way between storages of these types, each to its like; a third one is of no storage here. */
const WAYS: readonly PrimaryStorage['type'][] = ['NFS', 'Ceph'];
const hasWay = (from: PrimaryStorage, to: PrimaryStorage): boolean =>
  from.type === to.type && WAYS.includes(from.type);

const refuse = (details: string) => apiError('SYS.1007', details);

/**
 * What is looked at before a volume is moved to another storage, in the real system's order and words.
 * @throws SYS.1007
 */
export function checkVolumeMigration(
  world: World,
  { volumeUuid, dstPrimaryStorageUuid: dstUuid }: VolumeMigration,
): void {
  const volume = volumeOf(world, volumeUuid);
  const { primaryStorageUuid } = volume;
  if (primaryStorageUuid === dstUuid) {
    throw refuse(`Volume[uuid:${volumeUuid}] is already in PS[uuid:${dstUuid}], cannot migrate.`);
  }
  const dst = primaryStorageOf(world, dstUuid);
  const src = primaryStorageUuid === null ? undefined : primaryStorageOf(world, primaryStorageUuid);
  const isShut = (storage: PrimaryStorage | undefined) =>
    storage !== undefined && (storage.state === 'Disabled' || storage.state === 'Maintenance');
  if (isShut(src) || isShut(dst)) {
    throw refuse('Source PS and Destination PS must not be Disabled or Maintenance state.');
  }
  if (volume.status !== 'Ready' || !src) {
    throw refuse(`Volume[uuid:${volumeUuid}] is not in status Ready, cannot migrate it.`);
  }
  const vm = vmOfVolume(world, volume);
  if (volume.type === 'Root') checkRoot(world, vm, src, dst);
  else checkData(volume);
  if (!hasWay(src, dst)) throw refuse(`Cannot migrate volume from ${src.type} to ${dst.type}.`);
  if (volume.state === 'Disabled') {
    throw refuse(`can not migrate volume[${volumeUuid}], because volume state is Disabled`);
  }
}

function checkRoot(
  world: World,
  vm: VmInstance | undefined,
  src: PrimaryStorage,
  dst: PrimaryStorage,
): void {
  if (!vm) return;
  if (vm.state !== 'Stopped') {
    throw refuse('Cannot migrate root volume when vm instance is not stopped.');
  }
  if (world.repositories.volumes.listByVm(vm.uuid).some(({ type }) => type === 'Data')) {
    throw refuse(
      'Cannot migrate root volume when there are data volumes attached to the vm instance.',
    );
  }
  if (clusterFor(world, vm, src, dst) === undefined) {
    throw refuse(
      'The destination primary storage is not attached to any cluster that has the same L2 networks as source cluster.',
    );
  }
}

/** The cluster of the VM behind the move: its own where it can stay, else one on the same layer 2. */
function clusterFor(
  { repositories }: World,
  vm: VmInstance,
  src: PrimaryStorage,
  dst: PrimaryStorage,
): string | undefined {
  const { primaryStorages, l2Networks } = repositories;
  const from = vm.clusterUuid ?? primaryStorages.clusterUuids(src.uuid)[0];
  const clusters = primaryStorages.clusterUuids(dst.uuid);
  if (from === undefined || clusters.includes(from)) return from ?? clusters[0];
  const needed = l2Networks.listByCluster(from).map(({ uuid }) => uuid);
  return clusters.find((cluster) => {
    const there = l2Networks.listByCluster(cluster).map(({ uuid }) => uuid);
    return needed.every((uuid) => there.includes(uuid));
  });
}

function checkData({ uuid, name, vmInstanceUuid, isShareable }: Volume): void {
  if (vmInstanceUuid !== null) {
    throw refuse(
      `the volume[uuid:${uuid}] is still attached on vm[uuid:${vmInstanceUuid}], please detach it before migration.`,
    );
  }
  if (isShareable) {
    throw refuse(
      `do not support storage migration while shared volume[uuid: ${uuid}, name: ${name}] attached`,
    );
  }
}

/** The storages to which a volume can be moved now, by what they are. */
export function volumeMigrationCandidates(world: World, volume: Volume): PrimaryStorage[] {
  const { primaryStorages } = world.repositories;
  const src = primaryStorages.find(volume.primaryStorageUuid ?? '');
  if (!src) return [];
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  return primaryStorages
    .listByZone(src.zoneUuid)
    .filter(
      (dst) =>
        dst.uuid !== src.uuid &&
        hasWay(src, dst) &&
        dst.state === 'Enabled' &&
        dst.status === 'Connected' &&
        dst.availableCapacity > sizeOnStorage(world, volume).virtual &&
        (!vm || clusterFor(world, vm, src, dst) !== undefined),
    );
}

/** Moves a volume with its snapshots to another storage. What it leaves is trash of the first one. */
export const migrateVolumeFlow: Flow<MigrationContext> = {
  name: 'migrate-volume',
  firstStep: 'allocate-destination',
  isPlain: true,
  steps: { 'allocate-destination': begin, 'copy-volume': finish },
  // What it takes of the second storage is taken with the last step.
  rollback({ world, context }) {
    if (context.isMarked) unmarkMigration(world, context.volumeUuid);
  },
};

function begin(run: Run): void {
  const { world, context, now, schedule } = run;
  checkVolumeMigration(world, context);
  const volume = volumeOf(world, context.volumeUuid);
  const src = primaryStorageOf(world, volume.primaryStorageUuid);
  const dst = primaryStorageOf(world, context.dstPrimaryStorageUuid);
  findRoom(world, [dst], sizeOnStorage(world, volume).virtual);
  refuseTrash(world, volume, src, dst);
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  const { volumes, vmInstances } = world.repositories;
  volumes.update(volume, { status: volumeStatusMachine.next(volume.status, 'migrate') }, now);
  if (vm) vmInstances.update(vm, { state: vmStateMachine.next(vm.state, 'migrateVolume') }, now);
  context.isMarked = true;
  schedule('copy-volume', null, momentOf(world, 'snapshot', [volume.uuid]));
}

/** What it left there before is in its way. */
function refuseTrash(world: World, volume: Volume, src: PrimaryStorage, dst: PrimaryStorage): void {
  const path = pathThere(volume.installPath ?? '', volume, src, dst);
  const found = world.repositories.trash
    .listByStorage(dst.uuid)
    .find(
      ({ installPath, trashType }) => trashType === 'MigrateVolume' && holds(installPath, path),
    );
  if (!found) return;
  throw apiError(
    'SYS.1006',
    `found trashId(${found.trashId}) in PrimaryStorage [${dst.uuid}] for the migrate installPath[${path}]. Please clean it first by 'APICleanUpTrashOnPrimaryStorageMsg' if you insist to migrate the volume[${volume.uuid}]`,
  );
}

const holds = (place: string, path: string): boolean =>
  path === place || path.startsWith(`${place}/`);

/** Where a file of the volume lies on the second storage: as on the first one, below its root or in its pool. */
function pathThere(
  path: string,
  { type }: Volume,
  src: PrimaryStorage,
  dst: PrimaryStorage,
): string {
  if (dst.type === 'Ceph') {
    const pool = type === 'Root' ? dst.rootVolumePool : dst.dataVolumePool;
    return `ceph://${pool}/${path.slice(path.lastIndexOf('/') + 1)}`;
  }
  const from = rootOf(src);
  return path.startsWith(`${from}/`) ? `${rootOf(dst)}${path.slice(from.length)}` : path;
}

function finish(run: Run): void {
  const { world, context, now, succeed } = run;
  const volume = world.repositories.volumes.find(context.volumeUuid);
  if (volume?.status !== 'Migrating') {
    throw apiError('SYS.1006', `volume[uuid:${context.volumeUuid}] has been deleted`);
  }
  const src = primaryStorageOf(world, volume.primaryStorageUuid);
  const dst = primaryStorageOf(world, context.dstPrimaryStorageUuid);
  for (const { uuid, state, status } of [src, dst]) {
    if (status === 'Connected' && (state === 'Enabled' || uuid === src.uuid)) continue;
    throw apiError(
      'SYS.1006',
      `primary storage[uuid:${uuid}] is not in state Enabled and status Connected, it's ${state} and ${status}`,
    );
  }
  bringImage(world, volume, src, dst, now);
  const { virtual, physical } = sizeOnStorage(world, volume);
  takeFromPrimaryStorage(world, dst.uuid, virtual, physical);
  moveSnapshots(world, volume, src, dst, now);
  leaveTrash(world, volume, src, physical, virtual, now);
  const { volumes, vmInstances } = world.repositories;
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  volumes.update(
    volume,
    {
      primaryStorageUuid: dst.uuid,
      installPath: pathThere(volume.installPath ?? '', volume, src, dst),
      status: volumeStatusMachine.next(volume.status, 'bitsReady'),
    },
    now,
  );
  if (vm) {
    const state = stateAfterMigration(vm);
    const clusterUuid = clusterFor(world, vm, src, dst) ?? vm.clusterUuid;
    vmInstances.update(vm, { state, clusterUuid }, now);
  }
  succeed({ volumeUuid: volume.uuid });
}

/** A root volume is a layer over its image, which must be there, too: from where it is, or from its cache. */
function bringImage(
  world: World,
  { rootImageUuid }: Volume,
  src: PrimaryStorage,
  dst: PrimaryStorage,
  now: number,
): void {
  if (rootImageUuid === null) return;
  const { images, imageCaches } = world.repositories;
  const image = images.find(rootImageUuid);
  if (image) {
    cacheImage(world, image, dst, now);
    return;
  }
  if (imageCaches.find(dst.uuid, rootImageUuid)) return;
  const cache = imageCaches.find(src.uuid, rootImageUuid);
  if (!cache) throw apiError('SYS.1006', `both image ${rootImageUuid} and its cache is missing`);
  takeFromPrimaryStorage(world, dst.uuid, cache.size, cache.size);
  const { id: _id, ...kept } = cache;
  imageCaches.insert({
    ...kept,
    primaryStorageUuid: dst.uuid,
    installUrl: cacheInstallPath(dst, rootImageUuid),
    createDate: now,
    lastOpDate: now,
  });
}

function moveSnapshots(
  world: World,
  volume: Volume,
  src: PrimaryStorage,
  dst: PrimaryStorage,
  now: number,
): void {
  const { volumeSnapshots, volumeSnapshotGroups } = world.repositories;
  for (const snapshot of snapshotsBeside(world, volume)) {
    const { primaryStorageInstallPath: path, uuid, volumeType } = snapshot;
    // On Ceph a snapshot lies in its volume.
    const within = dst.type === 'Ceph' ? path.slice(cephVolumeOf(path).length) : '';
    const file = dst.type === 'Ceph' ? cephVolumeOf(path) : path;
    const there = `${pathThere(file, volume, src, dst)}${within}`;
    const change = { primaryStorageUuid: dst.uuid, primaryStorageInstallPath: there };
    volumeSnapshots.update(snapshot, change, snapshot.lastOpDate);
    const told = { volumeType, volumeSnapshotInstallPath: there };
    if (snapshot.groupUuid !== null) volumeSnapshotGroups.updateRef(uuid, told, now);
  }
}

/** All that lay there waits for a clean-up: its folder, or on Ceph the volume. What was only promised is free again. */
function leaveTrash(
  world: World,
  volume: Volume,
  src: PrimaryStorage,
  physical: number,
  virtual: number,
  now: number,
): void {
  takeFromPrimaryStorage(world, src.uuid, physical - virtual, 0);
  const isFolder = src.type !== 'Ceph';
  world.repositories.trash.insert({
    hostUuid: null,
    resourceUuid: volume.uuid,
    resourceType: 'VolumeVO',
    storageUuid: src.uuid,
    storageType: 'PrimaryStorage',
    installPath: isFolder
      ? folderOf(src, volume, ownerOf(world, volume.uuid))
      : (volume.installPath ?? ''),
    isFolder,
    hypervisorType: 'KVM',
    size: physical,
    trashType: 'MigrateVolume',
    createDate: now,
  });
}
