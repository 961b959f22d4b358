import {
  paceOf,
  startingProgression,
  type WorkKind,
} from '../../domain/progression/progression.js';
import { BY_HAND } from '../../domain/task/task.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import { schedulePurge } from '../../jobs/chores/purge-jobs.js';
import { copyingTime, momentOf } from '../../jobs/work-time.js';
import type { World } from '../../domain/world.js';
import type { Filling } from './filling.js';

/** How far something is in percent; `none`: nothing works on it. */
export type Progress = number | 'none';

/** One step of a job that a seed left half done. */
export interface HalfDone {
  readonly step: string;
  readonly subject: string | null;
  readonly kind: WorkKind;
  /** Whose pace holds for it. */
  readonly resourceUuids: readonly string[];
  /** How long it takes as a whole, in ms. */
  readonly length: number;
  readonly percent: number;
}

export interface Work {
  readonly jobUuid: string;
  readonly operation: string;
  readonly flow: string;
  readonly accountUuid: string;
  readonly context: object;
  readonly steps: readonly HalfDone[];
}

/** Time of work by its bytes whatever the pace of the world: what a seed shows on its way takes time. */
const inItsTime = (world: World): World => ({
  ...world,
  progression: { state: startingProgression('timed') },
});

export const copyingLength = (
  { world }: Filling,
  kind: WorkKind,
  storage: BackupStorage,
  bytes: number,
): number => copyingTime(inItsTime(world), kind, [], storage, bytes) as number;

export const momentLength = ({ world }: Filling, kind: WorkKind): number =>
  momentOf(inItsTime(world), kind, []) as number;

/**
 * Lets a job be at work on what a seed shows half done; it goes on from there, or waits for a hand where
 * the pace of the world says so. Answers when it began.
 */
export function startWork(filling: Filling, work: Work): number {
  const { world, now } = filling;
  const { jobUuid, operation, flow, accountUuid, steps } = work;
  const begun = steps.map(({ length, percent }) => now - Math.round((length * percent) / 100));
  const createDate = Math.min(now, ...begun);
  filling.write(() => {
    world.repositories.jobs.insert({
      uuid: jobUuid,
      operation,
      accountUuid,
      state: 'Running',
      context: JSON.stringify(work.context),
      result: null,
      webHook: null,
      wantsSchema: false,
      createDate,
      doneDate: null,
    });
    schedulePurge(world, now);
    for (const [i, { step, subject, kind, resourceUuids, length }] of steps.entries()) {
      const start = begun[i] ?? now;
      const { mode, polls } = paceOf(world.progression.state, kind, resourceUuids);
      const rest = start + length - now;
      const task = { jobUuid, flow, step, subject, createDate: start };
      world.repositories.tasks.insert(
        mode === 'manual'
          ? { ...task, dueDate: BY_HAND, pollsLeft: polls, length: rest }
          : { ...task, dueDate: now + rest, length },
      );
    }
  });
  return createDate;
}
