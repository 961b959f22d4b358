import { isClockState } from '../core/clock.js';
import { isProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';

/** What a world has to do: tasks of one kind. */
export type TaskKind = Pick<Task, 'flow' | 'step'> & { readonly isChore: boolean };

/** Every kind of task that a world has, as a statement. */
export const TASK_KINDS =
  'select distinct flow, step, job_uuid is null as isChore from tasks order by flow, step';

/** What the rows of a world from outside break: a value that no client could have given, in words, and a law. */
export interface Broken {
  readonly value: string | undefined;
  readonly law: string | undefined;
}

/** What of a world from outside could not go on here, or undefined. `isKnown`: whether the emulator knows how to do a task. */
export function problemOf(
  world: World,
  broken: Broken,
  tasks: readonly TaskKind[],
  isKnown: (task: TaskKind) => boolean,
): string | undefined {
  const odd = oddSetting(world);
  if (odd !== undefined) return `its ${odd} is none`;
  if (broken.value !== undefined) return broken.value;
  if (broken.law !== undefined) return `it breaks the law '${broken.law}'`;
  const task = tasks.find((one) => !isKnown(one));
  return task && `it has a task '${task.flow}/${task.step}', which this emulator does not know`;
}

/** The name of what the world keeps of itself that cannot be what it should be. */
function oddSetting({ clock, chance, progression }: World): string | undefined {
  if (!isClockState(clock.state)) return 'clock';
  if (!chance.state.every((word) => Number.isSafeInteger(word))) return 'chance';
  return isProgressionState(progression.state) ? undefined : 'progression';
}
