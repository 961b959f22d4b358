import type { ErrorCode } from '../core/api-error.js';
import { Chance, type ChanceState } from '../core/chance.js';
import { Clock, isClockState, type ClockState } from '../core/clock.js';
import type { ChecksMode, ProgressionMode } from '../core/world-modes.js';
import { Causes } from '../domain/event/causes.js';
import type { LawVerdict } from '../domain/laws.js';
import {
  isProgressionState,
  startingProgression,
  type ProgressionState,
} from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import { partialOf } from '../domain/upload/upload.js';
import type { WorldCounts } from '../domain/world-counts.js';
import { verdicts } from '../persistence/laws.js';
import { openDatabase, type Database } from '../persistence/database.js';
import { disarm } from '../persistence/disarm.js';
import { readdress } from '../persistence/readdress.js';
import { withFewerPages } from '../persistence/fewer-pages.js';
import { changesOf, compact, freeze, limitSize, sizeOf } from '../persistence/freeze.js';
import { migrate } from '../persistence/migrate.js';
import { createInventoryQueries } from '../persistence/queries/inventory-queries.js';
import { createRepositories } from '../persistence/repositories/index.js';
import { RowCache } from '../persistence/row-cache.js';
import { createSettingsStore, type SettingsStore } from '../persistence/settings-store.js';
import { createBlobFiles } from '../persistence/blob-files.js';
import { countWorld } from '../persistence/count-world.js';
import { createUnitOfWork } from '../persistence/unit-of-work.js';
import { EVERYTHING } from '../query/query.js';
import type { Chore } from '../jobs/chores/chore.js';
import type { AdvanceReport, EnvironmentControl } from '../simulation/environment-control.js';
import type { Flow, FlowContext } from '../jobs/flow.js';
import { FlowRunner, type ResultOf } from '../jobs/flow-runner.js';
import { GroupCommit } from '../jobs/group-commit.js';
import { Journal } from '../simulation/journal/journal.js';
import { RequestMeter } from '../simulation/journal/request-meter.js';
import { endInterrupted } from '../services/long-jobs/long-jobs.js';
import { TaskRunner } from '../jobs/task-runner.js';
import { WEB_HOOK_FLOW, WebHooks, type SendWebHook } from '../jobs/web-hooks.js';
import type { FetchPolicy, World } from '../domain/world.js';
import { FaultsAtSteps } from '../simulation/faults/faults-at-steps.js';
import { Lease } from './lease.js';

// More than anybody reads of what a jump of the clock did.
const LONGEST_REPORT = 1000;

/** As many tasks of a world from outside are looked at. */
const MOST_TASKS = 1_000_000;

/** What a world was made from, and when; it lies in the world. */
export interface Birth {
  /** A part of the name of the file with the state at birth, where there is one. */
  readonly id: string;
  readonly origin: Origin;
  /** Real time, in ms since 1970. */
  readonly createDate: number;
  /** Real ms without a request after which it is removed; null: never. */
  readonly idleLimit: number | null;
}

/** What an environment was made from. `seed` is a name or the seed itself as text. */
export type Origin =
  | { readonly kind: 'seed'; readonly seed: string; readonly isText: boolean }
  | { readonly kind: 'environment' | 'snapshot' | 'file'; readonly name: string };

/** How a world is made and behaves. */
export interface EnvironmentOptions {
  readonly name: string;
  /** Path of the database, `:memory:`, or the bytes of a frozen one. */
  readonly database: string | Buffer;
  /** Directory of the files that real images have; made at its first use. */
  readonly blobs: string;
  readonly fetching: FetchPolicy;
  /** Whether fault rules may end the process. */
  readonly allowsCrashes: boolean;
  /** So many of the last requests are kept. */
  readonly journalSize: number;
  readonly checks: ChecksMode;
  readonly progression: ProgressionMode;
  /** What a new world's clock starts as; a saved one goes on as it was. Default: real time. */
  readonly clock?: ClockState | undefined;
  /** Seed of a new world's random stream; default: another one each time. */
  readonly chanceSeed?: number | undefined;
}

/** What the layers above give to every environment. */
export interface EnvironmentParts {
  readonly flows: ReadonlyMap<string, Flow<FlowContext>>;
  readonly chores: ReadonlyMap<string, Chore>;
  readonly operations: EnvironmentControl['operations'];
  readonly resultOf: ResultOf;
  readonly sendWebHook: SendWebHook;
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
  readonly meter = new RequestMeter();
  readonly lease = new Lease();
  /** Directory of the files of its real images. */
  readonly blobs: string;
  /** How many migrations the database needed when it was opened. */
  readonly migrations: number;
  /** The world's own database, for those who look (tests, checks): services never do. */
  readonly database: Database;
  readonly faultPoints: readonly string[];
  readonly operations: EnvironmentControl['operations'];
  readonly allowsCrashes: boolean;
  readonly #settings: SettingsStore;
  readonly #startingMode: ProgressionMode;
  readonly #tryOut: EnvironmentParts['tryOut'];
  readonly #parts: EnvironmentParts;
  #isNew = false;

  constructor(options: EnvironmentOptions, parts: EnvironmentParts) {
    this.name = options.name;
    this.blobs = options.blobs;
    this.allowsCrashes = options.allowsCrashes;
    this.journal = new Journal(options.journalSize);
    this.operations = parts.operations;
    this.#startingMode = options.progression;
    this.#tryOut = parts.tryOut;
    this.faultPoints = [...parts.flows.values()].flatMap(({ name, steps }) =>
      Object.keys(steps).map((step) => `${name}/${step}`),
    );
    this.#parts = parts;
    this.database = openDatabase(options.database);
    this.migrations = orClosed(this.database, migrate);
    this.#settings = createSettingsStore(this.database);
    const saved = this.#settings.findAll();
    const clock = new Clock((saved.clock as ClockState | undefined) ?? options.clock);
    const chance = saved.chance
      ? new Chance(saved.chance as ChanceState)
      : newChance(options.chanceSeed);
    const rows = new RowCache();
    const causes = new Causes();
    const blobFiles = createBlobFiles(options.blobs);
    this.world = {
      repositories: createRepositories(this.database, rows, causes, clock),
      queries: createInventoryQueries(this.database),
      unitOfWork: createUnitOfWork(this.database, this.#settings, chance, rows),
      clock,
      chance,
      checks: options.checks,
      progression: {
        state:
          (saved.progression as ProgressionState | undefined) ??
          startingProgression(options.progression),
      },
      causes,
      blobFiles,
      fetching: options.fetching,
      recurringChores: recurring(parts.chores),
    };
    this.#tidy(blobFiles.names());
    this.commits = new GroupCommit(this.world.unitOfWork);
    const webHooks = new WebHooks(this.world, parts.sendWebHook);
    const flows = new FlowRunner(
      this.world,
      parts.flows,
      parts.resultOf,
      webHooks,
      new FaultsAtSteps(this.world),
    );
    this.runner = new TaskRunner(this.world, flows, webHooks, parts.chores);
  }

  /** Whether the world was never filled: only then a seed is applied. */
  get isEmpty(): boolean {
    return this.#settings.find('seed') === undefined;
  }

  /**
   * Fills an empty world step by step and remembers the seed's name, all or nothing. Others get their turn
   * between the steps: nobody else may know of the world yet.
   */
  async fill(
    name: string,
    steps: Iterable<unknown>,
    othersTurn: () => Promise<void>,
  ): Promise<void> {
    const { unitOfWork, clock, progression } = this.world;
    const before = { clock: clock.state, progression: progression.state };
    const filled = async () => {
      for (const _step of steps) await othersTurn();
      this.#settings.save('seed', name);
      this.#isNew = true;
      // A seed may say how the clock runs and how work goes on.
      if (clock.state !== before.clock) this.#settings.save('clock', clock.state);
      if (progression.state !== before.progression) {
        this.#settings.save('progression', progression.state);
      }
    };
    await withFewerPages(this.database, () => unitOfWork.runLong(filled));
    compact(this.database);
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
    // A full world cannot take even this; it has it already.
    if (JSON.stringify(this.birth) === JSON.stringify(birth)) return;
    this.#settings.save('birth', birth);
  }

  /** The whole world as bytes that other environments can be opened with. */
  freeze(): Buffer {
    return freeze(this.database);
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

  /** What of a world from outside could not go on here, or undefined. */
  problem(): string | undefined {
    const { repositories } = this.world;
    const odd = this.#oddSetting();
    if (odd !== undefined) return `its ${odd} is none`;
    const broken = this.verdicts().find(({ holds }) => !holds);
    if (broken) return `it breaks the law '${broken.law}'`;
    const task = repositories.tasks.list(MOST_TASKS).find((one) => !this.#isKnown(one));
    return task && `it has a task '${task.flow}/${task.step}', which this emulator does not know`;
  }

  /** The name of what the world keeps of itself that cannot be what it should be. */
  #oddSetting(): string | undefined {
    const { clock, chance, progression } = this.world;
    if (!isClockState(clock.state)) return 'clock';
    if (!chance.state.every((word) => Number.isSafeInteger(word))) return 'chance';
    return isProgressionState(progression.state) ? undefined : 'progression';
  }

  /** Takes out of a world from outside what would act on others: web hooks, and rules that end the process. */
  disarm(): void {
    this.world.unitOfWork.run(() => disarm(this.database, WEB_HOOK_FLOW, this.allowsCrashes));
  }

  #isKnown({ jobUuid, flow, step }: Task): boolean {
    if (jobUuid === null) return this.#parts.chores.has(flow);
    const known = this.#parts.flows.get(flow);
    return flow === WEB_HOOK_FLOW || Object.hasOwn({ ...known?.steps, ...known?.errands }, step);
  }

  /** Moves the clock and runs everything that falls due, in order, each at its own time. */
  advance(milliseconds: number): void {
    const { clock, unitOfWork, repositories } = this.world;
    const end = clock.now() + milliseconds;
    for (;;) {
      const next = repositories.tasks.nextDueDate();
      if (next === undefined || next > end) break;
      clock.moveTo(Math.max(next, clock.now()));
      this.runner.settle();
    }
    clock.moveTo(Math.max(end, clock.now()));
    unitOfWork.run(() => this.#settings.save('clock', clock.state));
    this.runner.settle();
  }

  async setClock(state: ClockState): Promise<void> {
    const { clock, unitOfWork } = this.world;
    clock.set(state);
    unitOfWork.run(() => this.#settings.save('clock', clock.state));
    this.runner.settle();
    await this.runner.idle();
  }

  async advanceTo<T>(time: number, tell: (task: Task) => T): Promise<AdvanceReport<T>> {
    const { clock, unitOfWork, repositories } = this.world;
    if (time < clock.now()) {
      throw new RangeError(`a clock cannot go back: it is ${clock.now()}, asked for ${time}`);
    }
    const ran: T[] = [];
    let count = 0;
    this.runner.onRan = (task) => {
      count++;
      ran.push(tell(task));
      if (ran.length > LONGEST_REPORT) ran.shift();
    };
    try {
      for (;;) {
        const next = repositories.tasks.nextDueDate();
        if (next === undefined || next > time || this.runner.isHalted) break;
        clock.moveTo(Math.max(next, clock.now()));
        this.runner.settle();
        // What talks to somebody outside makes other things due when it is back.
        await this.runner.idle();
      }
      clock.moveTo(Math.max(time, clock.now()));
      unitOfWork.run(() => this.#settings.save('clock', clock.state));
      this.runner.settle();
      await this.runner.idle();
    } finally {
      this.runner.onRan = undefined;
    }
    return { count, ran };
  }

  async setProgression(state: ProgressionState): Promise<void> {
    const { unitOfWork, repositories, clock, progression } = this.world;
    progression.state = state;
    const waits = [state.pace, ...state.rules].some(({ mode }) => mode === 'manual');
    unitOfWork.run(() => {
      this.#settings.save('progression', state);
      if (!waits) repositories.tasks.releaseByHand(clock.now(), state.pace.mode === 'immediate');
    });
    this.runner.settle();
    await this.runner.idle();
  }

  resetProgression(): Promise<void> {
    return this.setProgression(startingProgression(this.#startingMode));
  }

  tryOut(...asked: Parameters<EnvironmentControl['tryOut']>): ErrorCode | undefined {
    return this.#tryOut(this.world, this.runner, ...asked);
  }

  verdicts(): LawVerdict[] {
    return verdicts(this.database);
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
    return begun.map((upload) => `${partialOf(upload)}.partial`);
  }

  /** Ends the world's work for now; what waits lies in the database. */
  async close(): Promise<void> {
    await this.runner.stop();
    this.end();
  }

  /** Closes the database, whatever is still under way: that comes too late. */
  end(): void {
    this.lease.isOver = true;
    this.runner.abandon();
    this.database.close();
  }

  /**
   * Brings the world and its files together: files that no row knows (the process ended between a commit
   * and what followed it), and uploads whose bytes stayed behind with another world.
   */
  #tidy(files: readonly string[]): void {
    const { blobs, uploads } = this.world.repositories;
    for (const name of files) {
      if (!isPartial(name) && !blobs.find(name)) this.world.blobFiles.remove(name);
    }
    const has = new Set(files);
    for (const upload of uploads.list()) {
      const isLost = upload.received !== '' && !has.has(`${partialOf(upload)}.partial`);
      if (isLost) uploads.update(upload, { received: '' }, upload.lastOpDate);
    }
    readdress(this.database, this.name);
  }
}

/** The chores that come back, by the entry of the configuration that says how often. */
const recurring = (chores: EnvironmentParts['chores']) =>
  new Map(
    [...chores.values()].flatMap(({ name, interval }) =>
      interval ? [[interval, name] as const] : [],
    ),
  );

const isPartial = (file: string) => file.endsWith('.partial');

function orClosed<T>(database: Database, work: (database: Database) => T): T {
  try {
    return work(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

const newChance = (seed: number | undefined) =>
  seed === undefined ? Chance.unseeded() : Chance.fromSeed(seed);
