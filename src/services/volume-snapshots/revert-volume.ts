import { ApiError, apiError } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume } from '../../domain/volume/volume.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { refusalOf } from '../storages/primary/states.js';
import { releaseContent } from '../images/contents.js';
import { primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { besides, cephVolumeOf } from '../volumes/volume-place.js';
import type { World } from '../../domain/world.js';
import { refuseSnapshotStatus } from './snapshot-status.js';
import { takeSnapshotNow } from './take-snapshot.js';

/**
 * What is looked at before a volume is brought back to a snapshot.
 * @throws SYS.1006
 */
export function checkRevert({ uuid, state, volumeUuid }: VolumeSnapshot): void {
  if (state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `volume snapshot[uuid:${uuid}] is in state ${state}, cannot revert volume to it`,
    );
  }
  if (volumeUuid === null) {
    throw apiError(
      'SYS.1006',
      `original volume for snapshot[uuid:${uuid}] has been deleted, cannot revert volume to it`,
    );
  }
}

/** How a volume is brought back as one of several. */
interface RevertOptions {
  /** The real system's message that does it, below `org.zstack.header.storage.snapshot`. */
  readonly message?: string;
  /** Told of the snapshot that keeps what the volume held. */
  readonly saved?: (present: VolumeSnapshot, volume: Volume) => void;
}

/**
 * Brings a volume back to what a snapshot froze: it goes on in a new file beside the snapshot, and the one that it
 * had becomes trash of the primary storage. On Ceph the volume itself is rolled back, and what was written is gone.
 * @throws VOLUME_SNAPSHOT.1000, SYS.1006 or PS.1000 when snapshot, VM or storage do not allow it
 */
export function revertVolume(
  world: World,
  snapshot: VolumeSnapshot,
  callerUuid: string,
  now: number,
  { message = 'APIRevertVolumeFromSnapshotMsg', saved }: RevertOptions = {},
): void {
  refuseSnapshotStatus(snapshot, message);
  const volumeUuid = snapshot.volumeUuid ?? '';
  refuseUnlessStopped(world, volumeOf(world, volumeUuid), snapshot);
  const { globalConfig } = world.repositories;
  const savesFirst = configFlag(globalConfig, 'snapshotBeforeRevert');
  if (savesFirst) {
    const present = savePresent(world, volumeUuid, callerUuid, now);
    saved?.(present, volumeOf(world, volumeUuid));
  }
  const volume = volumeOf(world, volumeUuid);
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  const refusal = refusalOf(storage, 'RevertVolumeFromSnapshot');
  if (refusal) throw new ApiError(refusal);
  leaveLayer(world, volume, storage, savesFirst, now);
  follow(world, snapshot, volumeUuid, now);
  const { contentId, actualSize, virtualSize: size } = snapshot;
  resize(world, volume, storage, size);
  const installPath =
    storage.type === 'Ceph'
      ? backOnCeph(world, snapshot)
      : besides(snapshot.primaryStorageInstallPath, world.chance.uuid());
  world.repositories.volumes.update(
    volume,
    { contentId, actualSize, size, installPath, layerSize: 0 },
    now,
  );
  releaseContent(world, volume.contentId);
}

function refuseUnlessStopped(world: World, volume: Volume, snapshot: VolumeSnapshot): void {
  const vm = vmOfVolume(world, volume);
  if (!vm || vm.state === 'Stopped') return;
  throw apiError(
    'SYS.1006',
    `unable to reset volume[uuid:${volume.uuid}] to snapshot[uuid:${snapshot.uuid}], the vm[uuid:${vm.uuid}] volume attached to is not in Stopped state, current state is ${vm.state}`,
  );
}

/** A time in names, such as 20260119143000. */
export const stampOf = (now: number): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' })
    .format(now)
    .replace(/\D/g, '');

/** What the volume holds now stays as a snapshot, where the configuration asks for it. */
function savePresent(
  world: World,
  volumeUuid: string,
  ownerUuid: string,
  now: number,
): VolumeSnapshot {
  return takeSnapshotNow(
    world,
    volumeUuid,
    {
      uuid: world.chance.uuid(),
      name: `revert-volume-point-${volumeUuid}-${stampOf(now)}`,
      description: `save snapshot for revert volume [uuid:${volumeUuid}]`,
      ownerUuid,
    },
    now,
  );
}

/** The file that the volume leaves becomes trash, unless a snapshot has just taken all that was in it. */
export function leaveLayer(
  world: World,
  volume: Volume,
  storage: PrimaryStorage,
  isSaved: boolean,
  now: number,
): void {
  if (storage.type === 'Ceph' || isSaved) {
    giveBackToPrimaryStorage(world, storage.uuid, 0, volume.layerSize);
    return;
  }
  // It stays where it is; what the trash holds counts virtually too.
  takeFromPrimaryStorage(world, storage.uuid, volume.layerSize, 0);
  world.repositories.trash.insert({
    hostUuid: world.repositories.primaryStorages.hostOfLocalVolume(volume.uuid) ?? null,
    resourceUuid: volume.uuid,
    resourceType: 'VolumeVO',
    storageUuid: storage.uuid,
    storageType: 'PrimaryStorage',
    installPath: volume.installPath ?? '',
    isFolder: false,
    hypervisorType: 'KVM',
    size: volume.layerSize,
    trashType: 'RevertVolume',
    createDate: now,
  });
}

/**
 * On Ceph the volume goes on where the snapshot lies: in what it left when it was made anew of an image, too, which is no
 * trash then.
 */
function backOnCeph(world: World, snapshot: VolumeSnapshot): string {
  const path = cephVolumeOf(snapshot.primaryStorageInstallPath);
  const { trash } = world.repositories;
  for (const item of trash.listByStorage(snapshot.primaryStorageUuid)) {
    if (item.installPath !== path) continue;
    trash.remove(item.trashId);
    giveBackToPrimaryStorage(world, item.storageUuid, item.size, item.size);
  }
  return path;
}

/** The next snapshot follows on this one. */
function follow(world: World, snapshot: VolumeSnapshot, volumeUuid: string, now: number): void {
  const { volumeSnapshots } = world.repositories;
  for (const one of volumeSnapshots.listByTree(snapshot.treeUuid)) {
    const latest = one.uuid === snapshot.uuid;
    if (one.latest !== latest) volumeSnapshots.update(one, { latest }, one.lastOpDate);
  }
  volumeSnapshots.makeTreeCurrent(volumeUuid, snapshot.treeUuid, now);
}

/** A volume is as large as it was when it was frozen. */
function resize(world: World, volume: Volume, { uuid }: PrimaryStorage, size: number): void {
  if (size > volume.size) takeFromPrimaryStorage(world, uuid, size - volume.size, 0);
  else giveBackToPrimaryStorage(world, uuid, volume.size - size, 0);
}
