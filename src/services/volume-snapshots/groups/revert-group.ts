import { apiError, toErrorCode } from '../../../core/api-error.js';
import { configFlag } from '../../../domain/global-config.js';
import type { VolumeSnapshotGroup } from '../../../domain/volume-snapshot/volume-snapshot-group.js';
import type { World } from '../../../domain/world.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { snapshotGroupOf, snapshotOf } from '../../resources/lookup.js';
import { revertVolume, stampOf } from '../revert-volume.js';
import { availabilityOf } from './availability.js';
import { checkStoragesOf } from './check-storages.js';
import { addToGroup, effectiveSnapshots, insertGroup, type GroupResult } from './snapshot-group.js';

/** A checked call of RevertVmFromSnapshotGroup; kept as the flow's context. */
export interface RevertGroupContext {
  readonly groupUuid: string;
  readonly callerUuid: string;
  /** The group of what the volumes held, where the configuration asks for one. */
  savedGroupUuid?: string;
  results?: readonly GroupResult[];
}

/**
 * What is looked at before a VM is brought back to a group.
 * @throws SYS.1006
 */
export function checkGroupRevert({ repositories }: World, { uuid }: VolumeSnapshotGroup): void {
  const { volumeSnapshotGroups, volumeSnapshots } = repositories;
  const disabled = volumeSnapshotGroups
    .listRefs(uuid)
    .map(({ volumeSnapshotUuid }) => volumeSnapshotUuid)
    .filter((snapshotUuid) => volumeSnapshots.find(snapshotUuid)?.state === 'Disabled');
  if (disabled.length === 0) return;
  throw apiError(
    'SYS.1006',
    `volume snapshot[uuids:[${disabled.join(', ')}]] is in state Disabled, cannot revert volume to it`,
  );
}

/**
 * Brings all volumes of a VM back to the moment of a group, one after the other: what hinders one is told in its
 * result, and the others go on.
 */
export const revertSnapshotGroupFlow: Flow<RevertGroupContext> = {
  name: 'revert-vm-from-snapshot-group',
  firstStep: 'check-operation-on-primary-storage',
  stepsWithSubjects: ['revert-volume-from-volume-snapshot'],
  isPlain: true,
  steps: {
    'check-operation-on-primary-storage': begin,
    'revert-volume-from-volume-snapshot': revertOne,
  },
  // What one volume has become stays: each was brought back as a whole.
  rollback: () => undefined,
};

function begin({ world, context, now, schedule }: StepRun<RevertGroupContext>): void {
  const group = snapshotGroupOf(world, context.groupUuid);
  checkStoragesOf(world, group, 'FILE_CREATION');
  const { available, reason } = availabilityOf(world, group);
  if (!available) throw apiError('SYS.1006', reason);
  const snapshots = effectiveSnapshots(world, group);
  if (configFlag(world.repositories.globalConfig, 'snapshotBeforeRevert')) {
    const { vmInstanceUuid } = group;
    const uuid = world.chance.uuid();
    insertGroup(
      world,
      {
        uuid,
        name: `revert-vm-point-${vmInstanceUuid}-${stampOf(now)}`,
        description: `save snapshot for revert vm [uuid:${vmInstanceUuid}]`,
        snapshotCount: snapshots.length,
        vmInstanceUuid,
        ownerUuid: context.callerUuid,
      },
      now,
    );
    context.savedGroupUuid = uuid;
  }
  context.results = [];
  for (const { uuid } of snapshots) schedule('revert-volume-from-volume-snapshot', uuid);
}

function revertOne(step: StepRun<RevertGroupContext>): void {
  const { world, context, now, subject, alone, hasOtherTasks, succeed } = step;
  const { savedGroupUuid, callerUuid, results = [] } = context;
  const snapshotUuid = subject ?? '';
  const snapshot = world.repositories.volumeSnapshots.find(snapshotUuid);
  const result = { snapshotUuid, volumeUuid: snapshot?.volumeUuid ?? null };
  try {
    alone(() => {
      step.meetFault();
      revertVolume(world, snapshotOf(world, snapshotUuid), callerUuid, now, {
        message: 'group.RevertVolumeFromSnapshotGroupMsg',
        saved: (present, volume) => {
          if (savedGroupUuid !== undefined) addToGroup(world, savedGroupUuid, present, volume, now);
        },
      });
    });
    context.results = [...results, { ...result, success: true }];
  } catch (error) {
    context.results = [...results, { ...result, success: false, error: toErrorCode(error) }];
  }
  if (!hasOtherTasks()) succeed({ results: context.results });
}
