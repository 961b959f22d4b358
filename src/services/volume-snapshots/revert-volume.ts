import { apiError } from '../../core/api-error.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { releaseContent } from '../images/contents.js';
import { primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import type { World } from '../../domain/world.js';

/**
 * Brings a volume back to what a snapshot froze. What was written since goes to the primary
 * storage's trash (on Ceph it is gone); the next snapshot follows on this one.
 * @throws SYS.1006 when snapshot, volume or VM do not allow it
 */
export function revertVolume(world: World, snapshot: VolumeSnapshot, now: number): void {
  const { volumes, volumeSnapshots, trash } = world.repositories;
  if (snapshot.volumeUuid === null) {
    throw apiError(
      'SYS.1006',
      `original volume for snapshot[uuid:${snapshot.uuid}] has been deleted, cannot revert volume to it`,
    );
  }
  const volume = volumeOf(world, snapshot.volumeUuid);
  if (volume.status !== 'Ready') {
    throw apiError('SYS.1006', `volume[uuid:${volume.uuid}] is not Ready, it's ${volume.status}`);
  }
  const vm = vmOfVolume(world, volume);
  if (vm && vm.state !== 'Stopped') {
    throw apiError(
      'SYS.1006',
      `unable to reset volume[uuid:${volume.uuid}] to snapshot[uuid:${snapshot.uuid}], the vm[uuid:${vm.uuid}] volume attached to is not in Stopped state, current state is ${vm.state}`,
    );
  }
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  if (storage.type === 'Ceph' || volume.layerSize === 0) {
    giveBackToPrimaryStorage(world, storage.uuid, 0, volume.layerSize);
  } else {
    // The old layer stays where it is; what the trash holds counts virtually too.
    takeFromPrimaryStorage(world, storage.uuid, volume.layerSize, 0);
    trash.insert({
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
  for (const one of volumeSnapshots.listByVolume(volume.uuid)) {
    const latest = one.uuid === snapshot.uuid;
    if (one.latest !== latest) volumeSnapshots.update(one, { latest }, one.lastOpDate);
  }
  volumeSnapshots.makeTreeCurrent(volume.uuid, snapshot.treeUuid, now);
  const { contentId, actualSize } = snapshot;
  // The old layer keeps its file: the volume goes on in another one.
  const installPath =
    storage.type === 'Ceph'
      ? volume.installPath
      : `${(volume.installPath ?? '').replace(/[^/]*$/, '')}${world.chance.uuid()}.${volume.format}`;
  volumes.update(volume, { contentId, actualSize, layerSize: 0, installPath }, now);
  releaseContent(world, volume.contentId);
}
