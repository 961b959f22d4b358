import type { GlobalConfigName } from '../../domain/global-config.js';
import { BY_HAND, type Delay } from '../../domain/task/task.js';
import type { World } from '../../domain/world.js';

/** Work of a world for itself, behind no job: it is done when it is due, in a transaction of its own. */
export interface Chore {
  readonly name: string;
  /** The entry of the configuration that says how often it comes back, if one does. */
  readonly interval?: GlobalConfigName;
  run(world: World, subject: string, now: number): void;
}

/** As many things are done at one go of a chore, or the process would not answer for long; the rest follows at once. */
export const MOST_AT_ONCE = 200;

/** Makes a chore due. */
export function scheduleChore(world: World, name: string, subject: string, dueDate: number): void {
  const createDate = world.clock.now();
  world.repositories.tasks.insert({
    jobUuid: null,
    flow: name,
    step: 'run',
    subject,
    dueDate,
    createDate,
  });
}

/** Makes a chore due after slow work, unless it waits already. */
export function scheduleSlowChore(
  world: World,
  name: string,
  subject: string,
  delay: Delay,
  now: number,
): void {
  const { tasks } = world.repositories;
  if (tasks.hasChore(name, subject)) return;
  const isByHand = typeof delay === 'object';
  tasks.insert({
    jobUuid: null,
    flow: name,
    step: 'run',
    subject,
    dueDate: isByHand ? BY_HAND : now + delay,
    createDate: now,
    length: isByHand ? delay.length : delay,
  });
}

/** Makes a chore due that needs to wait only once, whoever asks for it. */
export function scheduleChoreOnce(world: World, name: string, dueDate: number): void {
  if (!world.repositories.tasks.hasChore(name)) scheduleChore(world, name, 'all', dueDate);
}
