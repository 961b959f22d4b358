import { rmSync } from 'node:fs';
import type { ErrorCode } from '../core/api-error.js';
import type { ClockState } from '../core/clock.js';
import type { Release } from '../core/releases.js';
import type { LawVerdict } from '../domain/laws.js';
import type { ProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import { partialOf } from '../domain/upload/upload.js';
import type { WorldCounts } from '../domain/world-counts.js';
import type { World } from '../domain/world.js';
import type { KeptRequest } from '../domain/asked-request.js';
import type { KeptWrite, WriteOrigin } from '../domain/write-history.js';
import type { Chore } from '../jobs/chores/chore.js';
import type { Flow, FlowContext } from '../jobs/flow.js';
import { FlowRunner, type ResultOf } from '../jobs/flow-runner.js';
import { GroupCommit } from '../jobs/group-commit.js';
import { TaskRunner } from '../jobs/task-runner.js';
import { JOB_TIMEOUT } from '../jobs/job-timeout.js';
import { WEB_HOOK_FLOW, WebHooks, type SendWebHook } from '../jobs/web-hooks.js';
import { PARTIAL } from '../persistence/blob-files.js';
import { countWorld } from '../persistence/count-world.js';
import { damageOf, noticed, onDamage } from '../persistence/damage.js';
import { checkpoint, rewindBeside } from '../persistence/database-file.js';
import { openDatabase, type Database, type FileLocking } from '../persistence/database.js';
import { verdictOnFiles } from '../persistence/file-laws.js';
import { changesOf, freeze, limitSize, sizeOf } from '../persistence/freeze.js';
import { verdicts } from '../persistence/laws.js';
import { verdictsInTurns } from '../persistence/laws-in-turns.js';
import { LogSync, type Durability } from '../persistence/log-sync.js';
import { freezeRecent } from '../persistence/recent-history.js';
import { migrate } from '../persistence/migrate.js';
import { createSettingsStore, type SettingsStore } from '../persistence/settings-store.js';
import type { UndoRecorder } from '../persistence/undo/undo-recorder.js';
import { EVERYTHING } from '../query/query.js';
import { endInterrupted } from '../services/long-jobs/long-jobs.js';
import type { History } from '../domain/history.js';
import type {
  BisectReport,
  EnvironmentControl,
  FindWrites,
  Judge,
  RewindReport,
} from '../simulation/environment-control.js';
import { FaultsAtSteps } from '../simulation/faults/faults-at-steps.js';
import type { JournalBudget } from '../simulation/journal/journal-budget.js';
import { Journal } from '../simulation/journal/journal.js';
import { RequestMeter } from '../simulation/journal/request-meter.js';
import type { EndOfWorld, WorldFollower } from '../simulation/world-follower.js';
import { bisect } from './bisecting.js';
import type { Birth } from './birth.js';
import { Gate } from './gate.js';
import { fillWorld } from './fill-world.js';
import { problemOf, type Broken, type TaskKind } from './judge-world.js';
import { brokenSetting } from '../persistence/value-rules.js';
import { Lease } from './lease.js';
import { makeWorld, type WorldOptions } from './make-world.js';
import type { AskedAgain } from './replaying.js';
import { Rewinding } from './rewinding.js';
import { WorldTime } from './world-time.js';

/** How an environment is made and behaves. */
export interface EnvironmentOptions extends WorldOptions {
  /** Path of the database, `:memory:`, or the bytes of a frozen one. */
  readonly database: string | Buffer;
  /** Whether fault rules may end the process. */
  readonly allowsCrashes: boolean;
  /** So many of the last requests are kept, */
  readonly journalSize: number;
  /** as far as all worlds together have room for them. */
  readonly journalBudget: JournalBudget;
  readonly durability: Durability;
  readonly fileLocking?: FileLocking;
  /**
   * Why nothing of the world may be told now, because another process may have it; undefined: all may be told. Asked
   * before anything leaves, and told whether the world has ended here.
   */
  readonly fence?: ((isEnded: boolean) => Error | undefined) | undefined;
  readonly gaugesOfProcess?: EnvironmentControl['gaugesOfProcess'];
  /** What was kept of its requests while it was closed. */
  readonly requests?: Pick<Environment, 'journal' | 'meter'> | undefined;
}

/** What the layers above give to every environment. */
export interface EnvironmentParts {
  readonly flows: ReadonlyMap<string, Flow<FlowContext>>;
  readonly chores: ReadonlyMap<string, Chore>;
  readonly operations: EnvironmentControl['operations'];
  readonly resultOf: ResultOf;
  readonly sendWebHook: SendWebHook;
  /** Told that writes of a world were taken back. */
  readonly onRewound: (environment: string) => void;
  /** Makes a request again, within the world and behind its gates. */
  readonly askAgain: (environment: Environment, request: KeptRequest) => AskedAgain;
  /** See `EnvironmentControl.tryOut`. */
  readonly tryOut: (
    world: World,
    runner: TaskRunner,
    ...asked: Parameters<EnvironmentControl['tryOut']>
  ) => ErrorCode | undefined;
}

/** A world of its own: its database, clock, chance and tasks. Nothing of it is shared. */
export class Environment implements EnvironmentControl {
  readonly name: string;
  readonly world: World;
  readonly runner: TaskRunner;
  readonly commits: GroupCommit;
  readonly journal: Journal;
  readonly meter: RequestMeter;
  readonly lease = new Lease();
  /** Directory of the files of its real images. */
  readonly blobs: string;
  /** How many migrations an older database needed when it was opened. */
  readonly migrations: number;
  /** The world's own database, for those who look (tests, checks): services never do. */
  readonly database: Database;
  readonly flows: EnvironmentControl['flows'];
  readonly operations: EnvironmentControl['operations'];
  readonly allowsCrashes: boolean;
  readonly #settings: SettingsStore;
  readonly #log: LogSync;
  readonly #gate = new Gate();
  readonly #entrance = new Gate();
  readonly #time: WorldTime;
  readonly #parts: EnvironmentParts;
  #release: Release | undefined;
  readonly #undo: UndoRecorder | undefined;
  readonly #rewinding: Rewinding;
  readonly #queryDeadline: number;
  readonly gaugesOfProcess: EnvironmentControl['gaugesOfProcess'];
  readonly #fence: EnvironmentOptions['fence'];
  #credentials: unknown;
  #isNew = false;
  #follower: WorldFollower | undefined;

  constructor(options: EnvironmentOptions, parts: EnvironmentParts) {
    this.name = options.name;
    this.blobs = options.blobs;
    this.allowsCrashes = options.allowsCrashes;
    this.#fence = options.fence;
    this.gaugesOfProcess = options.gaugesOfProcess;
    this.journal =
      options.requests?.journal ?? new Journal(options.journalSize, options.journalBudget);
    this.meter = options.requests?.meter ?? new RequestMeter();
    this.operations = parts.operations;
    this.flows = parts.flows;
    this.#parts = parts;
    this.database = openDatabase(options.database, options.fileLocking);
    this.migrations = orClosed(this.database, migrate);
    this.#settings = createSettingsStore(this.database);
    this.#log = new LogSync(this.database, options.durability);
    const chores = recurring(parts.chores);
    const saved = this.#settings.findAll();
    this.#credentials = saved.credentials;
    this.#release = (saved.birth as Birth | undefined)?.release;
    const undoPath = rewindBeside(options.database);
    if (options.rewind === undefined && undoPath !== undefined) rmSync(undoPath, { force: true });
    const made = makeWorld(
      options,
      this.database,
      this.#settings,
      saved,
      chores,
      this.#log,
      undoPath,
      () => this.#release,
    );
    this.world = made.world;
    this.#undo = made.undo;
    this.#queryDeadline = options.queryDeadline;
    this.commits = new GroupCommit(this.world.unitOfWork);
    const webHooks = new WebHooks(this.world, async (world, jobUuid) => {
      try {
        await this.settled();
      } catch {
        // It may never have happened: tried again later.
        return false;
      }
      return parts.sendWebHook(world, jobUuid);
    });
    const faults = new FaultsAtSteps(this.world);
    const flows = new FlowRunner(this.world, parts.flows, parts.resultOf, webHooks, faults);
    this.runner = new TaskRunner(this.world, flows, webHooks, parts.chores);
    this.#time = new WorldTime(
      this.world,
      this.runner,
      this.#settings,
      options.progression,
      this.#gate,
    );
    this.#rewinding = new Rewinding(
      {
        world: this.world,
        runner: this.runner,
        lease: this.lease,
        gate: this.#gate,
        entrance: this.#entrance,
        askAgain: (request) => parts.askAgain(this, request),
        database: this.database,
        settings: this.#settings,
        rows: made.rows,
        files: made.files,
        log: this.#log,
        startingMode: options.progression,
      },
      made.undo,
    );
    onDamage(this.database, (reason) => {
      this.runner.halt();
      this.runner.onDefect?.(new Error(reason));
    });
  }

  /** See `LogSync.settled`: nothing may be told before, nor where the world is another process's by now. */
  settled(): Promise<void> | undefined {
    const settled = this.#log.settled();
    const fence = this.#fence;
    if (!fence) return settled;
    const refusal = fence(this.lease.isOver);
    if (refusal) return Promise.reject(refusal);
    return settled?.then(() => {
      const late = fence(this.lease.isOver);
      if (late) throw late;
      return undefined;
    });
  }

  /** Looks whether a failure says that the world is damaged: it takes no more writes then. */
  noticed(error: unknown): void {
    noticed(this.database, error);
  }

  /** Why the world takes no more writes; undefined: it takes them. */
  get damage(): string | undefined {
    return damageOf(this.database);
  }

  /** Whether the world was never filled: only then a seed is applied. */
  get isEmpty(): boolean {
    return this.#settings.find('seed') === undefined;
  }

  /** See `fillWorld`. */
  async fill(
    name: string,
    steps: Iterable<unknown>,
    othersTurn: () => Promise<void>,
  ): Promise<void> {
    await fillWorld(this.world, this.database, this.#settings, name, steps, othersTurn);
    this.#undo?.begin();
    this.#isNew = true;
  }

  /** Goes on after the process was down; nothing was interrupted in a world that it has only just filled. */
  restart(): void {
    const { unitOfWork, clock } = this.world;
    const cause = { kind: 'chore', name: 'restart', jobUuid: null } as const;
    if (!this.#isNew) {
      this.world.causes.within(cause, () =>
        unitOfWork.run(() => endInterrupted(this.world, clock.now())),
      );
    }
    this.runner.resume();
  }

  /** Where the world comes from; undefined until that was written down. */
  get birth(): Birth | undefined {
    return this.#settings.find('birth') as Birth | undefined;
  }

  set birth(birth: Birth) {
    this.#release = birth.release;
    // A full world cannot take even this; it has it already.
    if (JSON.stringify(this.birth) === JSON.stringify(birth)) return;
    this.#settings.save('birth', birth);
  }

  /** What was replaced of what opens the world (app/credentials.ts), or undefined. */
  get credentials(): unknown {
    return this.#credentials;
  }

  set credentials(credentials: object) {
    this.#settings.save('credentials', credentials);
    this.#credentials = credentials;
  }

  /** The world as bytes that other environments can be opened with, with all of its history or the last of it. */
  freeze(history: History): Buffer {
    const recent = history === 'recent' ? freezeRecent(this.database) : undefined;
    return recent ?? freeze(this.database);
  }

  /** A number that differs after every change of the world. */
  get changes(): number {
    return changesOf(this.database);
  }

  /** Bytes that the world takes. */
  get bytes(): number {
    return sizeOf(this.database);
  }

  /** Lets the world not grow beyond this size. */
  limit(bytes: number): void {
    limitSize(this.database, bytes);
  }

  get faultPoints(): readonly string[] {
    return this.#pointsOf(({ steps }) => Object.keys(steps));
  }

  get bytePoints(): readonly string[] {
    return this.#pointsOf(({ stepsThatCorrupt = [] }) => stepsThatCorrupt);
  }

  get fillPoints(): readonly string[] {
    return this.#pointsOf(({ stepsThatTakeBytes = [] }) => stepsThatTakeBytes);
  }

  #pointsOf(stepsOf: (flow: Flow<FlowContext>) => readonly string[]): string[] {
    return [...this.#parts.flows.values()].flatMap((flow) =>
      stepsOf(flow).map((step) => `${flow.name}/${step}`),
    );
  }

  /** What of a world from outside could not go on here, or undefined: with a value or a law that it breaks, and its tasks. */
  problem(broken: Broken, tasks: readonly TaskKind[]): string | undefined {
    const value = broken.value ?? brokenSetting(this.database);
    return problemOf(this.world, { ...broken, value }, tasks, (task) => this.#isKnown(task));
  }

  #isKnown({ isChore, flow, step }: TaskKind): boolean {
    if (flow === JOB_TIMEOUT) return isChore && this.#parts.flows.has(step);
    if (isChore) return this.#parts.chores.has(flow);
    const known = this.#parts.flows.get(flow);
    return flow === WEB_HOOK_FLOW || Object.hasOwn({ ...known?.steps, ...known?.errands }, step);
  }

  /** Moves the clock and runs everything that falls due, in order, each at its own time. */
  advance(milliseconds: number): void {
    this.#time.advance(milliseconds);
  }

  setClock(state: ClockState | (() => ClockState), origin?: WriteOrigin): Promise<void> {
    return this.#time.setClock(state, origin);
  }

  advanceTo(
    time: number | (() => number),
    tell: (task: Task) => void,
    origin?: WriteOrigin,
  ): Promise<number> {
    return this.#time.advanceTo(time, tell, origin);
  }

  setProgression(state: ProgressionState, origin?: WriteOrigin): Promise<void> {
    return this.#time.setProgression(state, origin);
  }

  resetProgression(origin?: WriteOrigin): Promise<void> {
    return this.#time.resetProgression(origin);
  }

  get writes(): readonly KeptWrite[] | undefined {
    return this.#undo?.list();
  }

  async rewind(find: FindWrites, guests: number): Promise<RewindReport> {
    const report = await this.#rewinding.rewind(find, guests);
    this.#parts.onRewound(this.name);
    return report;
  }

  async bisect(judge: Judge): Promise<BisectReport> {
    if (!this.#undo) throw new Error('nothing is kept to look back with');
    while (this.closed) await this.closed;
    return bisect(this.world, this.database, this.#undo, this.#queryDeadline, judge);
  }

  get moving(): Promise<void> | undefined {
    return this.#gate.opened;
  }

  /** While nobody comes in: it moves in time, or goes back and lives again what was. */
  get closed(): Promise<void> | undefined {
    return this.#entrance.opened ?? this.#gate.opened;
  }

  tryOut(...asked: Parameters<EnvironmentControl['tryOut']>): ErrorCode | undefined {
    return this.#parts.tryOut(this.world, this.runner, ...asked);
  }

  verdicts(): LawVerdict[] {
    return [...verdicts(this.database), verdictOnFiles(this.database, this.blobs)];
  }

  async verdictsInTurns(): Promise<LawVerdict[]> {
    const verdict = verdictOnFiles(this.database, this.blobs);
    return [...(await verdictsInTurns(this.database)), verdict];
  }

  follow(follower: WorldFollower | undefined): void {
    this.#follower = follower;
    this.journal.onFollowed = follower && ((entry) => follower.recorded(entry));
    this.#log.onCommitted = follower && (() => follower.changed());
  }

  /** Whether somebody is told what happens here. */
  get isFollowed(): boolean {
    return this.#follower !== undefined;
  }

  counts(): WorldCounts {
    return countWorld(this.database);
  }

  get imageCount(): number {
    const counted = this.world.queries.images.query({ ...EVERYTHING, reply: 'count' }, undefined);
    return counted.total ?? 0;
  }

  /** Names of the files of its real images. */
  get blobNames(): string[] {
    return this.world.repositories.blobs.names();
  }

  /** Names of the files of uploads of which something has arrived. */
  get partialNames(): string[] {
    const begun = this.world.repositories.uploads.list().filter(({ received }) => received !== '');
    return begun.map((upload) => `${partialOf(upload)}${PARTIAL}`);
  }

  /** Ends the world's work for now; what waits lies in the database. */
  async close(): Promise<void> {
    await this.runner.stop();
    this.end();
  }

  /** Writes all of a world in a file into that file. @throws when there is no room for it */
  settleFile(): void {
    checkpoint(this.database);
  }

  /** Closes the database, whatever is still under way: that comes too late. */
  end(why: EndOfWorld = 'closed'): void {
    this.endForNow(why);
    this.journal.close();
  }

  /** The same of a world that is opened again: what is known of its requests stays. */
  endForNow(why: EndOfWorld = 'closed'): void {
    this.lease.isOver = true;
    const follower = this.#follower;
    this.follow(undefined);
    follower?.ended(why);
    this.runner.abandon();
    this.#log.close();
    this.#undo?.close();
    this.database.close();
  }
}

/** The chores that come back, by the entry of the configuration that says how often. */
const recurring = (chores: EnvironmentParts['chores']) =>
  new Map(
    [...chores.values()].flatMap(({ name, interval }) =>
      interval ? [[interval, name] as const] : [],
    ),
  );

function orClosed<T>(database: Database, work: (database: Database) => T): T {
  try {
    return work(database);
  } catch (error) {
    database.close();
    throw error;
  }
}
