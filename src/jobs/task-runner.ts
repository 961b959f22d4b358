import { toErrorCode, type ErrorCode } from '../core/api-error.js';
import { monotonicMilliseconds } from '../core/clock.js';
import type { OthersTurn } from '../core/others-turn.js';
import type { Job } from '../domain/job/job.js';
import { HELD, type Task } from '../domain/task/task.js';
import { beginLater } from './begin-later.js';
import type { Chore } from './chores/chore.js';
import { schedulePurge } from './chores/purge-jobs.js';
import type { Errand, ErrandReport, FlowContext } from './flow.js';
import type { FlowRunner } from './flow-runner.js';
import { JOB_TIMEOUT, timeoutError } from './job-timeout.js';
import { WEB_HOOK_FLOW, type WebHooks } from './web-hooks.js';
import type { World } from '../domain/world.js';
import { originOf, type WriteOrigin } from '../domain/write-history.js';

// Longer waits are cut into pieces: setTimeout overflows at 2^31 ms.
const LONGEST_TIMER = 2 ** 30;
// A task due in 0.4 ms must not be looked for before it is due, and again, and again.
const SHORTEST_TIMER = 1;
// So that thousands of due tasks neither make one huge transaction nor keep the process from answering.
const LARGEST_BATCH = 256;
// A world that catches up with years, in ms of real time; then others have their turn.
const LONGEST_SETTLING = 20;
// In ms of real time, twice as long each time.
const FIRST_RETRY = 1_000;
const LAST_RETRY = 60_000;

/** An accepted call: its job, not recorded yet, and the flow that will do it. */
export interface Accepted {
  readonly job: Job;
  readonly flow: string;
}

/**
 * Runs the tasks of one world when they are due: oldest first, stamped with their due date. Those
 * that are due at the same look are committed together (docs/decisions/0004). All of its state is
 * the task table; its timer only wakes it.
 */
export class TaskRunner {
  readonly #world: World;
  readonly #flows: FlowRunner;
  readonly #webHooks: WebHooks;
  readonly #chores: ReadonlyMap<string, Chore>;
  readonly #underWay = new Set<Promise<void>>();
  /** Told of every step, chore and delivery that is done, or undefined when nobody asks. */
  onRan: ((task: Task) => void) | undefined;
  readonly #waiting = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  /** While somebody leads it, it begins nothing by itself. */
  #isLed = false;
  /** Differs once the world went back: what was begun before that tells nobody how it ended. */
  #life = 0;
  #isSettling = false;
  /** Told of what failed while nobody waited for it. */
  onDefect: ((error: unknown) => void) | undefined;
  #failures = 0;

  constructor(
    world: World,
    flows: FlowRunner,
    webHooks: WebHooks,
    chores: ReadonlyMap<string, Chore>,
  ) {
    this.#world = world;
    this.#flows = flows;
    this.#webHooks = webHooks;
    this.#chores = chores;
  }

  /** Goes on with what was under way when the process ended. */
  resume(): void {
    this.#alone(() => {
      const { unitOfWork, repositories, clock } = this.#world;
      unitOfWork.run(() => repositories.tasks.releaseHeld(clock.now()));
      this.#settleForAWhile();
    });
  }

  /** Records an accepted call's job and does what is due of it at once; belongs into the accepting transaction. */
  begin({ job, flow }: Accepted): void {
    this.#flows.begin(job, flow);
    schedulePurge(this.#world, job.createDate);
  }

  /** Records an accepted call's job and makes its work due, to begin after its answer; belongs into the accepting transaction. */
  beginLater({ job, flow }: Accepted): void {
    const { step: firstStep } = this.#flows.firstStep(job, flow);
    beginLater(this.#world, job, { name: flow, firstStep });
  }

  /** Ends a job by an error, as if the step of this task had failed; belongs into a transaction. */
  fail({ jobUuid, flow }: Pick<Task, 'jobUuid' | 'flow'>, error: ErrorCode): void {
    this.#flows.fail(this.#jobOf(jobUuid ?? ''), flow, error, this.#world.clock.now());
  }

  /** Tells those who wait for a job that was ended from outside. */
  wake(jobUuid: string): void {
    this.#wake(jobUuid);
  }

  /** Counts a poll of a job: what waits for polls may go on. */
  polled(jobUuid: string): void {
    const { unitOfWork, repositories, clock } = this.#world;
    // Nearly always nothing waits for polls: then nothing is written either.
    if (!repositories.tasks.waitsForPolls(jobUuid)) return;
    if (unitOfWork.run(() => repositories.tasks.countPoll(jobUuid, clock.now()))) this.settleSoon();
  }

  /** Makes the web hook of a job due that is already done; belongs into its transaction. */
  announce(jobUuid: string, now: number): void {
    this.#webHooks.schedule(jobUuid, now);
  }

  /** Lets the web hook of a job wait until the call that it began with is answered. */
  answering(jobUuid: string, answered: Promise<unknown>): void {
    this.#webHooks.answering(jobUuid, answered);
  }

  /** Runs everything that is due now, including what that makes due, and sets the alarm for the rest. */
  settle(): void {
    this.#settleUntil(Infinity);
  }

  /** The same in pieces, between which others have their turn. */
  async settleInPieces(turn: OthersTurn): Promise<void> {
    while (!this.#settleUntil(turn.end)) await turn.give();
    await turn.give();
  }

  /** The same, but goes on later when it takes long. */
  #settleForAWhile(): void {
    if (this.#isLed) return;
    if (!this.#settleUntil(monotonicMilliseconds() + LONGEST_SETTLING)) this.settleSoon();
  }

  /** From now on only what {@link step} is told to do is done, and what a move of time does. */
  lead(): void {
    this.#isLed = true;
  }

  /** Goes on by itself again. */
  goOnAlone(): void {
    this.#isLed = false;
    this.settleSoon();
  }

  /** Does what is due now, so many steps and chores at most; false: nothing is. */
  step(most: number): boolean {
    const now = this.#world.clock.now();
    if (this.#stopped || !this.#world.repositories.tasks.findDue(now)) return false;
    this.#settleSome(now, Infinity, most);
    return true;
  }

  /** Whether somebody waits for the end of this job. */
  isAwaited(jobUuid: string): boolean {
    return this.#waiting.has(jobUuid);
  }

  /** Lets those who wait for this job go. */
  letGo(jobUuid: string): void {
    for (const done of this.#waiting.get(jobUuid) ?? []) done();
  }

  /** Answers whether everything that is due was done by then (`monotonicMilliseconds`). */
  #settleUntil(end: number): boolean {
    const { tasks } = this.#world.repositories;
    const now = this.#world.clock.now();
    let next = this.#stopped ? undefined : tasks.nextDueDate();
    while (next !== undefined && next <= now) {
      if (monotonicMilliseconds() > end) return false;
      this.#settleSome(now, end);
      next = tasks.nextDueDate();
    }
    this.#setAlarm(next);
    return true;
  }

  /** Runs what is due as soon as the process is free: the caller's answer goes out first. */
  settleSoon(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    setImmediate(() => {
      this.#isSettling = false;
      this.#alone(() => this.#settleForAWhile());
    });
  }

  /** Resolves when the job is done, or after `milliseconds` of real time. */
  whenDone(jobUuid: string, milliseconds: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(jobUuid) ?? new Set();
      this.#waiting.set(jobUuid, waiters);
      const done = () => {
        clearTimeout(limit);
        waiters.delete(done);
        if (waiters.size === 0) this.#waiting.delete(jobUuid);
        resolve();
      };
      const limit = setTimeout(done, Math.min(milliseconds, LONGEST_TIMER));
      waiters.add(done);
    });
  }

  /** Whether the job can end within the given real time if nobody moves the clock. */
  canEndWithin(jobUuid: string, milliseconds: number): boolean {
    const next = this.#world.repositories.tasks.nextDueDateOfJob(jobUuid);
    if (next === undefined) return false;
    if (next === HELD) return true;
    const wait = next - this.#world.clock.now();
    return wait <= 0 || (!this.#world.clock.isStopped && wait <= milliseconds);
  }

  /** Whether something is under way outside of the database, or somebody waits for a job. */
  get isBusy(): boolean {
    return this.#underWay.size > 0 || this.#waiting.size > 0 || this.#webHooks.isBusy;
  }

  /** In how many ms of real time something falls due by itself; undefined: not until somebody does something. */
  get nextDue(): number | undefined {
    const { repositories, clock } = this.#world;
    const next = clock.isStopped ? undefined : repositories.tasks.nextDueDate();
    return next === undefined
      ? undefined
      : Math.min(Math.max(next - clock.now(), 0), LONGEST_TIMER);
  }

  /** Whether nothing is begun any more: what is due stays due. */
  get isHalted(): boolean {
    return this.#stopped;
  }

  /** Stops the alarm and whoever waits; what is due stays in the table for the next start. */
  halt(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const waiters of this.#waiting.values()) for (const done of waiters) done();
  }

  /** Goes on in a world that is another one since it was halted. */
  goOn(): void {
    this.#life++;
    this.#underWay.clear();
    this.#webHooks.forget();
    this.#stopped = false;
    this.resume();
  }

  /** Halts; what is under way outside of the database comes too late. */
  abandon(): void {
    this.halt();
    this.#webHooks.abandon();
  }

  /** Halts, and resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.halt();
    await this.idle();
  }

  /** Whether an errand or the delivery of a web hook is under way. */
  get isBusyOutside(): boolean {
    return this.#underWay.size > 0 || this.#webHooks.isBusy;
  }

  /** Resolves when nothing is under way outside of the database. */
  async idle(): Promise<void> {
    await this.#webHooks.idle();
    await Promise.all(this.#underWay);
  }

  #setAlarm(next: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (next === undefined || this.#world.clock.isStopped) return;
    const wait = Math.max(next - this.#world.clock.now(), SHORTEST_TIMER);
    this.#timer = setTimeout(
      () => this.#alone(() => this.#settleForAWhile()),
      Math.min(wait, LONGEST_TIMER),
    );
  }

  /**
   * Does what nobody waits for. When it fails (a full disk, a world with what nobody foresaw), the other
   * worlds of the process go on, and this one tries again later.
   */
  #alone(work: () => void): void {
    try {
      work();
      this.#failures = 0;
    } catch (error) {
      if (this.#stopped) return;
      this.onDefect?.(error);
      const wait = Math.min(FIRST_RETRY * 2 ** this.#failures++, LAST_RETRY);
      clearTimeout(this.#timer);
      // An errand whose report was lost is done again.
      const again = () => (this.#underWay.size === 0 ? this.resume() : this.settleSoon());
      this.#timer = setTimeout(again, wait).unref();
    }
  }

  /** One batch of steps and chores, or one piece of work outside. */
  #settleSome(now: number, end: number, most = LARGEST_BATCH): void {
    const task = this.#world.repositories.tasks.findDue(now);
    const errand = task && this.#errandOf(task);
    if (task && (errand || task.flow === WEB_HOOK_FLOW)) this.onRan?.(task);
    if (task?.flow === WEB_HOOK_FLOW) this.#webHooks.deliver(task, () => this.settleSoon());
    else if (errand) this.#start(task, errand);
    else
      for (const job of this.#world.unitOfWork.run(() => this.#runBatch(now, end, most)))
        this.#wake(job);
  }

  #errandOf({ jobUuid, flow, step }: Task): Errand<FlowContext> | undefined {
    return jobUuid === null || flow === WEB_HOOK_FLOW
      ? undefined
      : this.#flows.errandOf(flow, step);
  }

  /** Runs due steps and chores up to the next work outside, one at least; answers the jobs that they belonged to. */
  #runBatch(now: number, end: number, most: number): Set<string> {
    const { tasks } = this.#world.repositories;
    const worked = new Set<string>();
    for (let i = 0; i < Math.min(most, LARGEST_BATCH); i++) {
      const task = tasks.findDue(now);
      if (!task || task.flow === WEB_HOOK_FLOW || this.#errandOf(task)) break;
      const job = this.#world.writes.within(originOfTask(task), () => this.#runOne(task));
      if (job !== null) worked.add(job);
      if (monotonicMilliseconds() > end) break;
    }
    return worked;
  }

  /** Runs a step or a chore; answers the job that it belonged to. */
  #runOne(task: Task): string | null {
    this.#world.repositories.tasks.remove(task.id);
    this.onRan?.(task);
    if (task.flow === JOB_TIMEOUT) {
      this.#endInTime(task);
      return task.subject ?? '';
    }
    if (task.jobUuid === null) this.#doChore(task);
    else this.#flows.run(this.#jobOf(task.jobUuid), task);
    return task.jobUuid;
  }

  #doChore({ flow, subject, dueDate }: Task): void {
    const chore = this.#chores.get(flow);
    if (!chore) throw new Error(`no chore is called ${flow}`);
    const { unitOfWork, causes } = this.#world;
    causes.within({ kind: 'chore', name: flow, jobUuid: null }, () =>
      unitOfWork.run(() => chore.run(this.#world, subject ?? '', dueDate)),
    );
  }

  /** Fails a job whose time is up: what its flow did is undone. */
  #endInTime({ step: flow, subject, dueDate }: Task): void {
    const job = this.#world.repositories.jobs.find(subject ?? '');
    if (job?.state !== 'Running') return;
    const cause = { kind: 'chore', name: JOB_TIMEOUT, jobUuid: job.uuid } as const;
    this.#world.causes.within(cause, () =>
      this.#flows.fail(job, flow, timeoutError(this.#world, job), dueDate),
    );
  }

  /** Begins an errand; its task is held until it is back. */
  #start(task: Task, errand: Errand<FlowContext>): void {
    const { tasks } = this.#world.repositories;
    const { writes, unitOfWork } = this.#world;
    writes.within(originOfTask(task), () =>
      unitOfWork.run(() => tasks.reschedule(task.id, task.subject, HELD)),
    );
    const job = this.#jobOf(task.jobUuid ?? '');
    const context = JSON.parse(job.context) as FlowContext;
    const life = this.#life;
    const underWay = errand
      .run({ world: this.#world, context, subject: task.subject })
      .then((value): ErrandReport => ({ value }))
      .catch((error: unknown): ErrandReport => ({ error: toErrorCode(error) }))
      .then((report) => {
        this.#underWay.delete(underWay);
        if (!this.#stopped && life === this.#life) {
          this.#alone(() => this.#goOn(task, errand, report));
        }
        return undefined;
      });
    this.#underWay.add(underWay);
  }

  #goOn(task: Task, errand: Errand<FlowContext>, report: ErrandReport): void {
    const { unitOfWork, repositories, clock, writes } = this.#world;
    const jobUuid = task.jobUuid ?? '';
    const origin = originOf('step', `${task.flow}/${errand.goesOnWith}`, jobUuid);
    const goOn = () => {
      const job = this.#jobOf(jobUuid);
      // The job may have ended meanwhile: then nobody waits for what the errand brought.
      if (job.state !== 'Running') return;
      repositories.tasks.remove(task.id);
      const { flow, subject } = task;
      this.#flows.run(job, {
        flow,
        step: errand.goesOnWith,
        subject,
        dueDate: clock.now(),
        report,
      });
    };
    writes.within(origin, () => unitOfWork.run(goOn));
    this.#wake(jobUuid);
    this.#settleForAWhile();
  }

  #jobOf(uuid: string): Job {
    const job = this.#world.repositories.jobs.find(uuid);
    if (!job) throw new Error(`a task belongs to the job ${uuid}, which is not there`);
    return job;
  }

  /** Tells those who wait for the job if it is done. */
  #wake(jobUuid: string): void {
    const waiters = this.#waiting.get(jobUuid);
    if (!waiters || this.#world.repositories.jobs.find(jobUuid)?.state === 'Running') return;
    for (const done of waiters) done();
  }
}

const originOfTask = ({ jobUuid, flow, step }: Task): WriteOrigin =>
  jobUuid === null ? originOf('chore', flow) : originOf('step', `${flow}/${step}`, jobUuid);
