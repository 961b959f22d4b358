import { toErrorCode } from '../../../core/api-error.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import type { DeletionScope } from '../delete-alone.js';
import { deleteSnapshot } from '../delete-snapshot.js';
import { checkStoragesOf } from './check-storages.js';
import { effectiveSnapshots, type GroupResult } from './snapshot-group.js';

/** A checked call of DeleteVolumeSnapshotGroup; kept as the flow's context. */
export interface DeleteGroupContext {
  readonly groupUuid: string;
  readonly how: DeletionScope;
  results?: readonly GroupResult[];
}

/**
 * Deletes the snapshots of a group, one after the other; what hinders one is told in its result. The group goes with
 * the snapshot of the root volume.
 */
export const deleteSnapshotGroupFlow: Flow<DeleteGroupContext> = {
  name: 'delete-volume-snapshot-group',
  firstStep: 'check-operation-on-primary-storage',
  stepsWithSubjects: ['delete-volume-snapshot'],
  isPlain: true,
  steps: {
    'check-operation-on-primary-storage': begin,
    'delete-volume-snapshot': deleteOne,
  },
  // A snapshot that is deleted does not come back.
  rollback: () => undefined,
};

function begin({ world, context, schedule, succeed }: StepRun<DeleteGroupContext>): void {
  const group = world.repositories.volumeSnapshotGroups.find(context.groupUuid);
  if (!group) {
    succeed({});
    return;
  }
  checkStoragesOf(world, group, 'FILE_DELETION');
  const snapshots = effectiveSnapshots(world, group);
  context.results = [];
  for (const { uuid } of snapshots) schedule('delete-volume-snapshot', uuid);
  if (snapshots.length === 0) succeed({ results: [] });
}

function deleteOne(step: StepRun<DeleteGroupContext>): void {
  const { world, context, subject, alone, hasOtherTasks, succeed } = step;
  const { results = [], how } = context;
  const snapshotUuid = subject ?? '';
  const snapshot = world.repositories.volumeSnapshots.find(snapshotUuid);
  const result = { snapshotUuid, volumeUuid: snapshot?.volumeUuid ?? null };
  try {
    alone(() => {
      step.meetFault();
      // One that descends from another of the group may have gone with it.
      if (snapshot) deleteSnapshot(world, snapshot, how);
    });
    context.results = [...results, { ...result, success: true }];
  } catch (error) {
    context.results = [...results, { ...result, success: false, error: toErrorCode(error) }];
  }
  if (!hasOtherTasks()) succeed({ results: context.results });
}
