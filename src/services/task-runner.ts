import { toErrorCode, type ErrorCode } from '../core/api-error.js';
import { jobStateMachine, type Job } from '../domain/job/job.js';
import type { Task } from '../domain/task/task.js';
import type { Flow, FlowContext, StepRun } from './flow.js';
import { WEB_HOOK_FLOW, type WebHooks } from './web-hooks.js';
import type { World } from './world.js';

// Longer waits are cut into pieces: setTimeout overflows at 2^31 ms.
const LONGEST_TIMER = 2 ** 30;
// A task due in 0.4 ms must not be looked for before it is due, and again, and again.
const SHORTEST_TIMER = 1;

/** Makes the success body of a job's operation from what its flow achieved. */
export type ResultOf = (
  world: World,
  job: Job,
  outcome: Readonly<Record<string, unknown>>,
) => object;

/**
 * Runs the tasks of one world when they are due: oldest first, each in a transaction of its own,
 * stamped with its due date. All of its state is the task table; its timer only wakes it.
 */
export class TaskRunner {
  readonly #world: World;
  readonly #flows: ReadonlyMap<string, Flow<FlowContext>>;
  readonly #resultOf: ResultOf;
  readonly #webHooks: WebHooks;
  readonly #waiting = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    world: World,
    flows: ReadonlyMap<string, Flow<FlowContext>>,
    resultOf: ResultOf,
    webHooks: WebHooks,
  ) {
    this.#world = world;
    this.#flows = flows;
    this.#resultOf = resultOf;
    this.#webHooks = webHooks;
  }

  /** Begins a flow for a job that was just inserted; belongs into the transaction that accepts the call. */
  start(job: Job, flow: string): void {
    const step = this.#flowOf(flow).firstStep;
    const now = job.createDate;
    this.#world.repositories.tasks.insert({
      jobUuid: job.uuid,
      flow,
      step,
      subject: null,
      dueDate: now,
      createDate: now,
    });
  }

  /** Makes the web hook of a job due that is already done; belongs into its transaction. */
  announce(jobUuid: string, now: number): void {
    this.#webHooks.schedule(jobUuid, now);
  }

  /** Runs everything that is due now, including what that makes due, and sets the alarm for the rest. */
  settle(): void {
    if (this.#stopped) return;
    const { tasks } = this.#world.repositories;
    const now = this.#world.clock.now();
    for (let task = tasks.findDue(now); task; task = tasks.findDue(now)) this.#run(task);
    this.#setAlarm();
  }

  /** Runs what is due as soon as the process is free: the caller's answer goes out first. */
  settleSoon(): void {
    setImmediate(() => this.settle());
  }

  /** Resolves when the job is done, or after `milliseconds` of real time; tells which it was. */
  whenDone(jobUuid: string, milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(jobUuid) ?? new Set();
      this.#waiting.set(jobUuid, waiters);
      const finish = (isDone: boolean) => {
        clearTimeout(limit);
        waiters.delete(done);
        if (waiters.size === 0) this.#waiting.delete(jobUuid);
        resolve(isDone);
      };
      const done = () => finish(true);
      const limit = setTimeout(() => finish(false), Math.min(milliseconds, LONGEST_TIMER));
      waiters.add(done);
    });
  }

  /** Whether the job can end within the given real time if nobody moves the clock. */
  canEndWithin(milliseconds: number): boolean {
    const next = this.#world.repositories.tasks.nextDueDate();
    if (next === undefined) return false;
    const wait = next - this.#world.clock.now();
    return wait <= 0 || (!this.#world.clock.isStopped && wait <= milliseconds);
  }

  /** Stops the alarm and whoever waits; what is due stays in the table for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const waiters of this.#waiting.values()) for (const done of waiters) done();
    await this.#webHooks.idle();
  }

  #setAlarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#world.clock.isStopped) return;
    const next = this.#world.repositories.tasks.nextDueDate();
    if (next === undefined) return;
    const wait = Math.max(next - this.#world.clock.now(), SHORTEST_TIMER);
    this.#timer = setTimeout(() => this.settle(), Math.min(wait, LONGEST_TIMER));
  }

  #run(task: Task): void {
    if (task.flow === WEB_HOOK_FLOW) {
      this.#webHooks.deliver(task, () => this.settle());
      return;
    }
    try {
      this.#world.unitOfWork.run(() => this.#step(task));
    } catch (error) {
      const failure: ErrorCode = { ...toErrorCode(error), location: task.step };
      this.#world.unitOfWork.run(() => this.#fail(task, failure));
    }
    this.#wakeWaiters(task.jobUuid);
  }

  #step(task: Task): void {
    const { repositories } = this.#world;
    const job = this.#jobOf(task);
    const flow = this.#flowOf(task.flow);
    const step = flow.steps[task.step];
    if (!step) throw new Error(`the flow ${task.flow} has no step ${task.step}`);
    repositories.tasks.remove(task.id);
    const context = JSON.parse(job.context) as FlowContext;
    const run: StepRun<FlowContext> = {
      world: this.#world,
      job,
      context,
      now: task.dueDate,
      subject: task.subject,
      schedule: (name, subject = null, delay = 0) =>
        repositories.tasks.insert({
          jobUuid: job.uuid,
          flow: flow.name,
          step: name,
          subject,
          dueDate: task.dueDate + delay,
          createDate: task.dueDate,
        }),
      hasOtherTasks: () => repositories.tasks.countByJob(job.uuid) > 0,
      succeed: (outcome) => {
        const body = this.#resultOf(this.#world, job, outcome);
        this.#finish(job, 'succeed', JSON.stringify(body), task.dueDate);
      },
    };
    step(run);
    const changed = JSON.stringify(context);
    if (changed !== job.context) repositories.jobs.saveContext(job.uuid, changed);
  }

  #fail(task: Task, error: ErrorCode): void {
    const { tasks } = this.#world.repositories;
    const job = this.#jobOf(task);
    const flow = this.#flowOf(task.flow);
    tasks.removeByJob(job.uuid);
    const context = JSON.parse(job.context) as FlowContext;
    flow.rollback({ world: this.#world, context, now: task.dueDate }, error);
    this.#finish(job, 'fail', JSON.stringify(error), task.dueDate);
  }

  #finish(job: Job, event: 'succeed' | 'fail', result: string, now: number): void {
    const state = jobStateMachine.next(job.state, event);
    this.#world.repositories.jobs.finish(job.uuid, state, result, now);
    if (job.webHook !== null) this.#webHooks.schedule(job.uuid, now);
  }

  #wakeWaiters(jobUuid: string): void {
    const waiters = this.#waiting.get(jobUuid);
    if (!waiters || this.#world.repositories.jobs.find(jobUuid)?.state === 'Running') return;
    for (const done of waiters) done();
  }

  #jobOf(task: Task): Job {
    const job = this.#world.repositories.jobs.find(task.jobUuid);
    if (!job) throw new Error(`the task ${task.id} belongs to no job`);
    return job;
  }

  #flowOf(name: string): Flow<FlowContext> {
    const flow = this.#flows.get(name);
    if (!flow) throw new Error(`no flow is called ${name}`);
    return flow;
  }
}
