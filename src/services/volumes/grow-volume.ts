import { apiError } from '../../core/api-error.js';
import type { Volume, VolumeType } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { releaseContent } from '../images/contents.js';
import { primaryStorageOf, vmOf } from '../resources/lookup.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { findRoom } from '../storages/primary/room.js';

/** A disk can grow while its VM stands still or runs. */
const STATES = ['Running', 'Stopped'];

/**
 * What is looked at before a volume grows; the real rules are in the part that is not open.
 * @throws SYS.1007 for a volume of the other type, SYS.1006 for one that lies nowhere, a VM that changes its state or
 * a size that is not larger
 */
export function checkGrow(world: World, volume: Volume, type: VolumeType, size: number): void {
  const { uuid, status, vmInstanceUuid } = volume;
  if (volume.type !== type) {
    throw apiError('SYS.1007', `volume[uuid:${uuid}] is not a ${type} volume, it's ${volume.type}`);
  }
  if (status !== 'Ready') {
    throw apiError('SYS.1006', `volume[uuid:${uuid}] is not Ready, it's ${status}`);
  }
  const vm = vmInstanceUuid === null ? undefined : vmOf(world, vmInstanceUuid);
  if (vm && !STATES.includes(vm.state)) {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${uuid}] cannot grow, its vm[uuid:${vm.uuid}] is ${vm.state}, not one of [${STATES.join(', ')}]`,
    );
  }
  if (size <= volume.size) {
    throw apiError(
      'SYS.1006',
      `the size[${size}] is not larger than that of the volume[uuid:${uuid}, size:${volume.size}]`,
    );
  }
}

/**
 * Makes a volume larger; its bits are other ones then, as the end of the disk is one of them.
 * @throws SYS.1006 when its storage has no room
 */
export function growVolume(
  world: World,
  volume: Volume,
  type: VolumeType,
  size: number,
  now: number,
): void {
  checkGrow(world, volume, type, size);
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  const more = size - volume.size;
  findRoom(world, [storage], more);
  takeFromPrimaryStorage(world, storage.uuid, more, 0);
  const contentId = `written:${world.chance.uuid()}`;
  world.repositories.volumes.update(volume, { size, contentId }, now);
  releaseContent(world, volume.contentId);
}
