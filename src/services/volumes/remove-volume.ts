import type { Volume } from '../../domain/volume/volume.js';
import { giveBackToPrimaryStorage } from '../storages/capacity.js';
import { cleanTrashOf } from '../storages/trash.js';
import { releaseContent } from '../images/contents.js';
import { removeSnapshotsOf } from '../volume-snapshots/delete-snapshot.js';
import type { World } from '../../domain/world.js';

/** Removes a volume for good, with its snapshots, tags and ownership; its bytes are given back. */
export function removeVolume(world: World, volume: Volume): void {
  const { volumes, accounts, tags, resourceConfigs } = world.repositories;
  removeSnapshotsOf(world, volume.uuid);
  tags.removeAll(volume.uuid);
  accounts.disown(volume.uuid);
  resourceConfigs.removeAll(volume.uuid);
  volumes.remove(volume.uuid);
  if (volume.primaryStorageUuid !== null) {
    giveBackToPrimaryStorage(world, volume.primaryStorageUuid, volume.size, volume.layerSize);
    cleanTrashOf(world, volume.primaryStorageUuid, volume.uuid);
  }
  releaseContent(world, volume.contentId);
}
