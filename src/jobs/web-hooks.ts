import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';
import { originOf } from '../domain/write-history.js';

/** The name under which deliveries of web hooks lie in the task table. */
export const WEB_HOOK_FLOW = 'web-hook';

const RETRIES = 15;
const RETRY_DELAY = 2_000;
/** How long a delivery may be under way before a later start tries it again, in ms. */
const LEASE = 60_000;

/** So long after its answer a result leaves, in ms of real time: the Java SDK loses one that comes sooner. */
const AFTER_ANSWER = 50;

/**
 * So long an answer is waited for, in ms of real time. One that stands behind others of its connection may wait
 * for a move of time that waits for this delivery.
 */
const LONGEST_ANSWER = 1_000;

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
  /** Differs once the world went back: attempts of before that change nothing. */
  #life = 0;
  /** Tasks whose delivery is under way: a clock that jumps makes them due again. */
  readonly #delivering = new Set<number>();
  /** Jobs whose accepting call is not answered yet. */
  readonly #answering = new Map<string, Promise<unknown>>();
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
    this.#write(() =>
      tasks.reschedule(task.id, task.subject ?? '0', this.#world.clock.now() + LEASE),
    );
    if (this.#delivering.has(task.id)) return;
    this.#delivering.add(task.id);
    const life = this.#life;
    const isOver = () => this.#isAbandoned || life !== this.#life;
    const attempt = this.#whenAnswered(task)
      .then(() => isOver() || this.#send(this.#world, task.jobUuid ?? ''))
      .catch(() => false)
      .then((isTaken) => {
        if (isOver()) return undefined;
        const failures = Number(task.subject) + 1;
        this.#write(() => {
          if (isTaken || failures > RETRIES) tasks.remove(task.id);
          else tasks.reschedule(task.id, String(failures), this.#world.clock.now() + RETRY_DELAY);
        });
        return undefined;
      })
      // The world could not be written to: its lease lets the delivery be made again.
      .catch(() => undefined)
      .finally(() => {
        if (life === this.#life) this.#delivering.delete(task.id);
        this.#underWay.delete(attempt);
      });
    this.#underWay.add(attempt);
    void attempt.then(then);
  }

  /** Lets the result of a job wait until the call that it began with is answered. */
  answering(jobUuid: string, answered: Promise<unknown>): void {
    this.#answering.set(jobUuid, answered);
    void answered.finally(() => this.#answering.delete(jobUuid));
  }

  async #whenAnswered({ jobUuid, subject }: Task): Promise<void> {
    // A later attempt has waited.
    if (subject !== '0') return;
    await pause(AFTER_ANSWER);
    const answered = this.#answering.get(jobUuid ?? '');
    if (!answered) return;
    await Promise.race([answered.catch(() => undefined), pause(LONGEST_ANSWER)]);
    await pause(AFTER_ANSWER);
  }

  #write(work: () => void): void {
    const { writes, unitOfWork } = this.#world;
    writes.within(originOf('chore', WEB_HOOK_FLOW), () => unitOfWork.run(work));
  }

  /** The world went back: what is under way was begun in another one. */
  forget(): void {
    this.#life++;
    this.#delivering.clear();
    this.#answering.clear();
    this.#underWay.clear();
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

/** Keeps no process alive: what is due lies in the table. */
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
