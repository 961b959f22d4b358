import { toErrorCode, type ErrorCode } from '../core/api-error.js';
import { ruleBehind } from '../domain/fault/fault.js';
import type { Cause } from '../domain/event/event.js';
import type { Job } from '../domain/job/job.js';
import { BY_HAND, type Delay } from '../domain/task/task.js';
import { endJob, failJob } from './end-job.js';
import type { Errand, Flow, FlowContext, StepRun } from './flow.js';
import type { DueStep } from './due-step.js';
import { keepTime } from './job-timeout.js';
import type { StepFaults } from './step-faults.js';
import type { WebHooks } from './web-hooks.js';
import type { World } from '../domain/world.js';

/** Makes the success body of a job's operation from what its flow achieved. */
export type ResultOf = (
  world: World,
  job: Job,
  outcome: Readonly<Record<string, unknown>>,
) => object;

/**
 * Runs the steps of flows inside the transaction of its caller. Steps that are due at once follow
 * each other without passing through the task table; what is due later becomes a task.
 */
export class FlowRunner {
  readonly #world: World;
  readonly #flows: ReadonlyMap<string, Flow<FlowContext>>;
  readonly #resultOf: ResultOf;
  readonly #webHooks: WebHooks;
  readonly #faults: StepFaults;

  constructor(
    world: World,
    flows: ReadonlyMap<string, Flow<FlowContext>>,
    resultOf: ResultOf,
    webHooks: WebHooks,
    faults: StepFaults,
  ) {
    this.#world = world;
    this.#flows = flows;
    this.#resultOf = resultOf;
    this.#webHooks = webHooks;
    this.#faults = faults;
  }

  /** The first step of a job's flow. */
  firstStep(job: Job, flow: string): DueStep {
    const step = this.#flowOf(flow).firstStep;
    return { flow, step, subject: null, dueDate: job.createDate };
  }

  /** Records a job and runs its flow as far as it goes at once. */
  begin(job: Job, flow: string): void {
    const first = this.firstStep(job, flow);
    const { jobs } = this.#world.repositories;
    if (this.#runsWhole(job, first, () => jobs.insertLater(job))) return;
    jobs.insert(job);
    this.#runEach(job, first);
  }

  /**
   * Runs a step and everything that it makes due at once. Each step is undone alone when it
   * fails; the flow's rollback and the job's failure are then one transaction of their own.
   */
  run(job: Job, first: DueStep): void {
    if (!this.#runsWhole(job, first)) this.#runEach(job, first);
  }

  /**
   * Runs the steps as if none could fail, without what it takes to undo one alone: that costs a fifth of a
   * creation. When one fails, all of them are undone and `false` tells to run them one by one. What an errand
   * brought may have moved files and is not run twice, and fault rules are met once.
   */
  #runsWhole(job: Job, first: DueStep, before?: () => void): boolean {
    if (first.report !== undefined || !this.#faults.isQuiet) return false;
    try {
      this.#world.unitOfWork.run(() => {
        before?.();
        this.#allSteps(job, first);
      });
      return true;
    } catch {
      return false;
    }
  }

  #allSteps(job: Job, first: DueStep): void {
    const flow = this.#flowOf(first.flow);
    const queue = [first];
    const context = JSON.parse(job.context) as FlowContext;
    let hasFailed = false;
    const alone = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    };
    for (let step = queue.shift(); step; step = queue.shift()) {
      const due = step;
      const ended = newEnd();
      const run = this.#stepRun(job, flow, due, context, queue, ended, alone);
      this.#world.causes.within(causeOf(job, due), () => workOf(flow, due)(run));
      if (hasFailed) throw new Error('a part of a step must be undone alone');
      if (ended.isDone) return;
      queue.push(...ended.atOnce);
    }
    const kept = JSON.stringify(context);
    if (kept !== job.context) this.#world.repositories.jobs.saveContext(job.uuid, kept);
  }

  #runEach(job: Job, first: DueStep): void {
    const flow = this.#flowOf(first.flow);
    const queue = [first];
    let context = job.context;
    for (let step = queue.shift(); step; step = queue.shift()) {
      try {
        const due = step;
        const ended = this.#world.causes.within(causeOf(job, due), () =>
          this.#step(job, flow, due, context, queue),
        );
        context = ended.context;
        if (ended.isDone) return;
      } catch (error) {
        const failure = toErrorCode(error);
        const located = flow.isPlain ? failure : { ...failure, location: step.step };
        this.#world.causes.within(causeOf(job, step, failure), () =>
          this.#fail(job, flow, context, located, step.dueDate),
        );
        return;
      }
    }
    if (context !== job.context) this.#world.repositories.jobs.saveContext(job.uuid, context);
  }

  /** The errand of this name in a flow, or undefined for a step. */
  errandOf(flow: string, name: string): Errand<FlowContext> | undefined {
    return this.#flowOf(flow).errands?.[name];
  }

  /** Ends a job by an error from outside: its flow's rollback and the failure hold together. */
  fail(job: Job, flow: string, error: ErrorCode, now: number): void {
    this.#fail(job, this.#flowOf(flow), job.context, error, now);
  }

  /** One step, which fails alone. */
  #step(
    job: Job,
    flow: Flow<FlowContext>,
    due: DueStep,
    before: string,
    queue: DueStep[],
  ): { context: string; isDone: boolean } {
    const { step, subject, dueDate: now, report } = due;
    const context = JSON.parse(before) as FlowContext;
    const fault = this.#faults.at(job, due, before);
    // What an errand brought cannot wait in the task table.
    if (fault?.delay !== undefined && report === undefined) {
      const key = `${fault.uuid} ${step} ${subject}`;
      const delayed = (context['delayedBy'] ?? []) as string[];
      if (!delayed.includes(key)) {
        const dueDate = now + fault.delay;
        const task = { jobUuid: job.uuid, flow: flow.name, step, subject, dueDate };
        const { tasks } = this.#world.repositories;
        tasks.insert({ ...task, createDate: now, length: due.length ?? null });
        keepTime(this.#world, job, flow.name, context, dueDate);
        context['delayedBy'] = [...delayed, key];
        return { context: JSON.stringify(context), isDone: false };
      }
    }
    const act = () => fault?.act(now);
    // What a rule does to a storage stays, whatever becomes of the step; a failure is the step's own.
    const isOwn = flow.stepsWithSubjects?.includes(step) === true && fault?.isFailure === true;
    if (!isOwn) act();
    const ended = newEnd();
    const alone = <T>(work: () => T): T => this.#world.unitOfWork.run(work);
    const plain = this.#stepRun(job, flow, due, context, queue, ended, alone);
    const met = isOwn ? { ...plain, meetFault: act } : plain;
    const run = {
      ...met,
      isCorrupted: fault?.corrupts === true,
      isOutOfRoom: fault?.fills === true && flow.stepsThatTakeBytes?.includes(step) === true,
    };
    this.#world.unitOfWork.run(() => workOf(flow, due)(run));
    queue.push(...ended.atOnce);
    return { context: JSON.stringify(context), isDone: ended.isDone };
  }

  /** What a step works with; it notes in `ended` what it made due and whether it ended the job. */
  #stepRun(
    job: Job,
    flow: Flow<FlowContext>,
    { subject, dueDate: now, report }: DueStep,
    context: FlowContext,
    queue: readonly DueStep[],
    ended: StepEnd,
    alone: StepRun<FlowContext>['alone'],
  ): StepRun<FlowContext> {
    const { tasks } = this.#world.repositories;
    return {
      meetFault: () => undefined,
      isCorrupted: false,
      isOutOfRoom: false,
      alone,
      world: this.#world,
      job,
      context,
      now,
      subject,
      report,
      schedule: (name, on = null, delay = 0) => {
        const next = { flow: flow.name, step: name, subject: on, dueDate: now };
        if (delay === 0 && !flow.errands?.[name]) ended.atOnce.push(next);
        else this.#start(job, next, delay, context);
      },
      hasOtherTasks: () => queue.length > 0 || tasks.countByJob(job.uuid) > 0,
      succeed: (outcome) => {
        ended.isDone = true;
        const body = this.#resultOf(this.#world, job, outcome);
        const kept = JSON.stringify(context);
        endJob(this.#world, job, 'succeed', kept, JSON.stringify(body), now);
        this.#announce(job, now);
      },
    };
  }

  /** Makes slow work due at its end, or earlier where a fault rule ends it before. */
  #start(job: Job, step: DueStep, delay: Delay, context: FlowContext): void {
    const { tasks } = this.#world.repositories;
    const task = { jobUuid: job.uuid, ...step, createDate: step.dueDate };
    if (typeof delay === 'object') {
      const { polls: pollsLeft, length } = delay;
      tasks.insert({ ...task, dueDate: BY_HAND, pollsLeft, length });
      keepTime(this.#world, job, step.flow, context, BY_HAND);
      return;
    }
    const early =
      delay > 0 && !this.#faults.isQuiet
        ? this.#faults.early(job, step, JSON.stringify(context))
        : undefined;
    const dueDate = step.dueDate + Math.round(delay * (early?.share ?? 1));
    const slow = delay > 0 ? { length: delay } : {};
    tasks.insert({ ...task, ...slow, dueDate, faultUuid: early?.uuid ?? null });
    // How long work outside takes nobody knows.
    const isErrand = this.#flowOf(step.flow).errands?.[step.step] !== undefined;
    keepTime(this.#world, job, step.flow, context, isErrand ? BY_HAND : dueDate);
  }

  #fail(job: Job, flow: Flow<FlowContext>, context: string, error: ErrorCode, now: number): void {
    this.#world.unitOfWork.run(() => {
      failJob(this.#world, job, flow, context, error, now);
      this.#announce(job, now);
    });
  }

  #announce(job: Job, now: number): void {
    if (job.webHook !== null) this.#webHooks.schedule(job.uuid, now);
  }

  #flowOf(name: string): Flow<FlowContext> {
    const flow = this.#flows.get(name);
    if (!flow) throw new Error(`no flow is called ${name}`);
    return flow;
  }
}

/** What a step that ended well has come to. */
interface StepEnd {
  /** Whether it ended the job. */
  isDone: boolean;
  readonly atOnce: DueStep[];
}

const newEnd = (): StepEnd => ({ isDone: false, atOnce: [] });

function workOf(flow: Flow<FlowContext>, { step }: DueStep) {
  const work = flow.steps[step];
  if (!work) throw new Error(`the flow ${flow.name} has no step ${step}`);
  return work;
}

/** Why a step changes what it does; what a fault rule brought about is the rule's. */
function causeOf(job: Job, { flow, step }: DueStep, failure?: ErrorCode): Cause {
  const rule = failure && ruleBehind(failure);
  const jobUuid = job.uuid;
  if (rule !== undefined) return { kind: 'rule', name: rule, jobUuid };
  // A command is one step: the call itself.
  if (flow === job.operation) return { kind: 'call', name: flow, jobUuid };
  return { kind: 'step', name: `${flow}/${step}`, jobUuid };
}
