import { apiError } from '../../core/api-error.js';
import { configMilliseconds, configText } from '../../domain/global-config.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import { MOST_AT_ONCE, scheduleChoreOnce, type Chore } from '../../jobs/chores/chore.js';
import type { World } from '../../domain/world.js';
import { detachFromVm } from './attach-volume.js';
import { removeVolume } from './remove-volume.js';

const EXPUNGE_DELETED_VOLUMES = 'expunge-deleted-volumes';

/**
 * Deletes a data volume by the world's policy (`volume/deletionPolicy`): at once, or so that it can
 * be recovered. Its VM loses it.
 * @throws SYS.1006 for a root volume
 */
export function deleteVolume(world: World, volume: Volume, now: number): void {
  refuseRoot(volume, 'delete');
  const detached = detachFromVm(world, volume, now);
  const policy = configText(world.repositories.globalConfig, 'volumeDeletionPolicy');
  // What was never brought anywhere has nothing to be recovered.
  if (policy === 'Direct' || volume.status === 'NotInstantiated') removeVolume(world, detached);
  else markDeleted(world, detached, now);
}

/** A root volume lives and goes with its VM. */
function refuseRoot({ uuid, type }: Volume, verb: string): void {
  if (type !== 'Root') return;
  throw apiError('SYS.1006', `it's not allowed to ${verb} root volume[uuid:${uuid}]`);
}

/** The volume waits for its recovery or its end. */
export function markDeleted(world: World, volume: Volume, now: number): void {
  const { volumes } = world.repositories;
  const status = volumeStatusMachine.next(volume.status, 'delete');
  volumes.update(volume, { status }, now);
  if (volume.type === 'Data') scheduleExpunge(world, now);
}

/**
 * Removes a deleted volume for good.
 * @throws SYS.1006 when it is not Deleted
 */
export function expungeVolume(world: World, volume: Volume): void {
  refuseRoot(volume, 'expunge');
  if (volume.status !== 'Deleted') {
    throw apiError(
      'SYS.1006',
      `the volume[uuid:${volume.uuid}] is not in status of deleted. This is operation is to expunge a deleted volume`,
    );
  }
  removeVolume(world, volume);
}

/**
 * Brings a deleted volume back.
 * @throws SYS.1006 when it is not Deleted
 */
export function recoverVolume(world: World, volume: Volume, now: number): void {
  refuseRoot(volume, 'recover');
  if (volume.status !== 'Deleted') {
    throw apiError(
      'SYS.1006',
      `the volume[uuid:${volume.uuid}] is not in status of deleted. This is operation is to recover a deleted volume`,
    );
  }
  const event = volume.installPath === null ? 'recoverEmpty' : 'recover';
  const status = volumeStatusMachine.next(volume.status, event);
  world.repositories.volumes.update(volume, { status }, now);
}

export function scheduleExpunge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'volumeExpungeInterval');
  scheduleChoreOnce(world, EXPUNGE_DELETED_VOLUMES, now + interval);
}

/** Expunges what was deleted `volume/expungePeriod` ago; comes back while anything is deleted. */
export const expungeDeletedVolumes: Chore = {
  name: EXPUNGE_DELETED_VOLUMES,
  interval: 'volumeExpungeInterval',
  run(world, _subject, now) {
    const { volumes, globalConfig } = world.repositories;
    if (configText(globalConfig, 'volumeDeletionPolicy') !== 'Never') {
      const period = configMilliseconds(globalConfig, 'volumeExpungePeriod');
      const due = volumes.listDeletedBefore(now - period);
      for (const volume of due.slice(0, MOST_AT_ONCE)) removeVolume(world, volume);
      if (due.length > MOST_AT_ONCE) {
        scheduleChoreOnce(world, EXPUNGE_DELETED_VOLUMES, now);
        return;
      }
    }
    if (volumes.hasDeleted()) scheduleExpunge(world, now);
  },
};
