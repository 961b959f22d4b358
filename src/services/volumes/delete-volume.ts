import { apiError, toErrorCode } from '../../core/api-error.js';
import { configMilliseconds, configText } from '../../domain/global-config.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import { MOST_AT_ONCE, scheduleChoreOnce, type Chore } from '../../jobs/chores/chore.js';
import type { World } from '../../domain/world.js';
import { detachFromVm, refuseDetachByState } from './attach-volume.js';
import { removeVolume } from './remove-volume.js';

const EXPUNGE_DELETED_VOLUMES = 'expunge-deleted-volumes';

/**
 * What is looked at before a volume is deleted.
 * @throws SYS.1007 for a root volume, SYS.1006 for one that is Deleted already
 */
export function checkDelete({ uuid, type, status }: Volume): void {
  // A root volume lives and goes with its VM.
  if (type !== 'Data') {
    throw apiError('SYS.1007', `volume[uuid:${uuid}, type:${type}] can't be deleted`);
  }
  if (status === 'Deleted') {
    throw apiError('SYS.1006', `volume[uuid:${uuid}] is already in status of deleted`);
  }
}

/**
 * Deletes a data volume by the world's policy (`volume/deletionPolicy`): at once, or so that it can
 * be recovered. Its VM loses it.
 * @throws SYS.1004 while its VM does not let it go
 */
export function deleteVolume(world: World, volume: Volume, now: number): void {
  const { vmInstances, globalConfig } = world.repositories;
  const vm = volume.vmInstanceUuid === null ? undefined : vmInstances.find(volume.vmInstanceUuid);
  try {
    if (vm) refuseDetachByState(vm);
  } catch (error) {
    const cause = toErrorCode(error);
    throw apiError('SYS.1004', cause.details, cause);
  }
  const detached = detachFromVm(world, volume, now);
  const policy = configText(globalConfig, 'volumeDeletionPolicy');
  if (policy === 'Direct') removeVolume(world, detached);
  else markDeleted(world, detached, now);
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
  const { uuid, name, status } = volume;
  if (status !== 'Deleted') {
    throw apiError(
      'SYS.1006',
      `the volume[uuid:${uuid}, name:${name}] is not deleted yet, can't expunge it`,
    );
  }
  // The real one also expunges the root volume of a VM that is Destroyed, which then can never be recovered.
  if (volume.type === 'Root') {
    throw apiError(
      'SYS.1006',
      `the volume[uuid:${uuid}, name:${name}] is the root volume of a destroyed VM: expunge the VM instead`,
    );
  }
  removeVolume(world, volume);
}

/** @throws SYS.1006 when it is not Deleted */
export function checkRecover({ uuid, status }: Volume): void {
  if (status === 'Deleted') return;
  throw apiError(
    'SYS.1006',
    `the volume[uuid:${uuid}] is not in status of deleted. This is operation is to recover a deleted data volume`,
  );
}

/** Brings a deleted volume back. */
export function recoverVolume(world: World, volume: Volume, now: number): void {
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
