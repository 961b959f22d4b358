import { isClockState } from '../core/clock.js';
import type { LawVerdict } from '../domain/laws.js';
import { isProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';

/** As many tasks of a world from outside are looked at. */
const MOST_TASKS = 1_000_000;

/** What of a world from outside could not go on here, or undefined. `isKnown`: whether the emulator knows how to do a task. */
export function problemOf(
  world: World,
  brokenValue: string | undefined,
  verdicts: readonly LawVerdict[],
  isKnown: (task: Task) => boolean,
): string | undefined {
  const odd = oddSetting(world);
  if (odd !== undefined) return `its ${odd} is none`;
  if (brokenValue !== undefined) return brokenValue;
  const broken = verdicts.find(({ holds }) => !holds);
  if (broken) return `it breaks the law '${broken.law}'`;
  const task = world.repositories.tasks.list(MOST_TASKS).find((one) => !isKnown(one));
  return task && `it has a task '${task.flow}/${task.step}', which this emulator does not know`;
}

/** The name of what the world keeps of itself that cannot be what it should be. */
function oddSetting({ clock, chance, progression }: World): string | undefined {
  if (!isClockState(clock.state)) return 'clock';
  if (!chance.state.every((word) => Number.isSafeInteger(word))) return 'chance';
  return isProgressionState(progression.state) ? undefined : 'progression';
}
