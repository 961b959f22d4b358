import * as z from 'zod';
import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';
import { describeTask, type taskShape } from './describe-task.js';

/** What a world did for itself, and how often. */
export const choreShape = z.object({
  chore: z.string().describe('its name, such as `expunge-deleted-images`'),
  count: z.int(),
});

// More than anybody reads of what a jump of the clock did.
const MOST = 1000;

/** What was done while a clock moved: the steps of jobs, and apart from them what a world does for itself. */
export class RanTasks {
  readonly #steps: z.infer<typeof taskShape>[] = [];
  readonly #chores = new Map<string, number>();

  constructor(private readonly world: World) {}

  /** Tells of one when its turn has come: its job may be gone by the end. */
  add(task: Task): void {
    if (task.jobUuid === null) {
      this.#chores.set(task.flow, (this.#chores.get(task.flow) ?? 0) + 1);
      return;
    }
    this.#steps.push(describeTask(this.world, task));
    if (this.#steps.length > MOST) this.#steps.shift();
  }

  told() {
    return {
      ran: [...this.#steps],
      chores: [...this.#chores].map(([chore, count]) => ({ chore, count })),
    };
  }
}
