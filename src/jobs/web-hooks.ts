import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';

/** The name under which deliveries of web hooks lie in the task table. */
export const WEB_HOOK_FLOW = 'web-hook';

const RETRIES = 15;
const RETRY_DELAY = 2_000;
/** How long a delivery may be under way before a later start tries it again, in ms. */
const LEASE = 60_000;

/** Sends the result of a done job to its web hook; resolves to whether it was taken (a 2xx answer). */
export type SendWebHook = (world: World, jobUuid: string) => Promise<boolean>;

/**
 * Deliveries of job results: tasks like all others, but done outside of transactions because
 * they talk to somebody. A delivery that was under way when the process ended is made again.
 */
export class WebHooks {
  readonly #world: World;
  readonly #send: SendWebHook;
  readonly #underWay = new Set<Promise<void>>();
  #isAbandoned = false;

  constructor(world: World, send: SendWebHook) {
    this.#world = world;
    this.#send = send;
  }

  /** Makes the first delivery due; belongs into the transaction that ends the job. */
  schedule(jobUuid: string, now: number): void {
    this.#world.repositories.tasks.insert({
      jobUuid,
      flow: WEB_HOOK_FLOW,
      step: 'deliver',
      subject: '0',
      dueDate: now,
      createDate: now,
    });
  }

  /** Makes one attempt; `then` is called when it is over, for what it made due. */
  deliver(task: Task, then: () => void): void {
    const { tasks } = this.#world.repositories;
    tasks.reschedule(task.id, task.subject ?? '0', this.#world.clock.now() + LEASE);
    const attempt = this.#send(this.#world, task.jobUuid ?? '')
      .catch(() => false)
      .then((isTaken) => {
        if (this.#isAbandoned) return undefined;
        const failures = Number(task.subject) + 1;
        if (isTaken || failures > RETRIES) tasks.remove(task.id);
        else tasks.reschedule(task.id, String(failures), this.#world.clock.now() + RETRY_DELAY);
        return undefined;
      })
      // The world could not be written to: its lease lets the delivery be made again.
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(attempt));
    this.#underWay.add(attempt);
    void attempt.then(then);
  }

  /** The world is gone: what is still under way tells nobody how it ended. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  get isBusy(): boolean {
    return this.#underWay.size > 0;
  }

  /** Resolves when no delivery is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
