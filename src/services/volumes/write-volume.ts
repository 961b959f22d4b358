import { apiError } from '../../core/api-error.js';
import type { Volume } from '../../domain/volume/volume.js';
import { releaseContent } from '../images/contents.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import type { World } from '../../domain/world.js';

/**
 * What a guest does: `bytes` are written, so the content is another one and more is occupied.
 * @throws SYS.1006 when the volume is not Ready or its storage is full
 */
export function writeVolume(world: World, volume: Volume, bytes: number, now: number): void {
  const { uuid, status, primaryStorageUuid } = volume;
  if (status !== 'Ready' || primaryStorageUuid === null) {
    throw apiError('SYS.1006', `volume[uuid:${uuid}] is not Ready, it's ${status}`);
  }
  // What is written over itself occupies nothing more: a disk is full at its size.
  const added = Math.max(Math.min(bytes, volume.size - volume.layerSize), 0);
  takeFromPrimaryStorage(world, primaryStorageUuid, 0, added);
  const contentId = `written:${world.chance.uuid()}`;
  world.repositories.volumes.update(
    volume,
    {
      contentId,
      layerSize: volume.layerSize + added,
      actualSize: Math.min(volume.size, volume.actualSize + bytes),
    },
    now,
  );
  releaseContent(world, volume.contentId);
}
