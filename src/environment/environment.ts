import type { ErrorCode } from '../core/api-error.js';
import { Chance, type ChanceState } from '../core/chance.js';
import { Clock, type ClockState } from '../core/clock.js';
import type { ChecksMode, ProgressionMode } from '../core/world-modes.js';
import { Causes } from '../domain/event/causes.js';
import type { LawVerdict } from '../domain/laws.js';
import { startingProgression, type ProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import type { WorldCounts } from '../domain/world-counts.js';
import { verdicts } from '../persistence/laws.js';
import { openDatabase, type Database } from '../persistence/database.js';
import { migrate } from '../persistence/migrate.js';
import { createInventoryQueries } from '../persistence/queries/inventory-queries.js';
import { createRepositories } from '../persistence/repositories/index.js';
import { RowCache } from '../persistence/row-cache.js';
import { createSettingsStore, type SettingsStore } from '../persistence/settings-store.js';
import { createBlobFiles } from '../persistence/blob-files.js';
import { countWorld } from '../persistence/count-world.js';
import { createUnitOfWork } from '../persistence/unit-of-work.js';
import type { Chore } from '../services/chores/chore.js';
import type { AdvanceReport, EnvironmentControl } from '../services/environment-control.js';
import type { Flow, FlowContext } from '../services/flow.js';
import { FlowRunner, type ResultOf } from '../services/flow-runner.js';
import { GroupCommit } from '../services/group-commit.js';
import { Journal } from '../services/journal/journal.js';
import { RequestMeter } from '../services/journal/request-meter.js';
import { TaskRunner } from '../services/task-runner.js';
import { WebHooks, type SendWebHook } from '../services/web-hooks.js';
import type { FetchPolicy, World } from '../services/world.js';

// More than anybody reads of what a jump of the clock did.
const LONGEST_REPORT = 1000;

/** How a world is made and behaves. */
export interface EnvironmentOptions {
  readonly name: string;
  /** Path of the database, or `:memory:`. */
  readonly database: string;
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
  readonly operations: readonly string[];
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
  /** How many migrations the database needed when it was opened. */
  readonly migrations: number;
  /** The world's own database, for those who look (tests, checks): services never do. */
  readonly database: Database;
  readonly faultPoints: readonly string[];
  readonly operations: readonly string[];
  readonly allowsCrashes: boolean;
  readonly #settings: SettingsStore;
  readonly #startingMode: ProgressionMode;
  readonly #tryOut: EnvironmentParts['tryOut'];

  constructor(options: EnvironmentOptions, parts: EnvironmentParts) {
    this.name = options.name;
    this.allowsCrashes = options.allowsCrashes;
    this.journal = new Journal(options.journalSize);
    this.operations = parts.operations;
    this.#startingMode = options.progression;
    this.#tryOut = parts.tryOut;
    this.faultPoints = [...parts.flows.values()].flatMap(({ name, steps }) =>
      Object.keys(steps).map((step) => `${name}/${step}`),
    );
    this.database = openDatabase(options.database);
    this.migrations = migrate(this.database);
    this.#settings = createSettingsStore(this.database);
    const clock = new Clock(
      (this.#settings.find('clock') as ClockState | undefined) ?? options.clock,
    );
    const chance = this.#savedChance() ?? newChance(options.chanceSeed);
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
          (this.#settings.find('progression') as ProgressionState | undefined) ??
          startingProgression(options.progression),
      },
      causes,
      blobFiles,
      fetching: options.fetching,
    };
    this.#removeOrphans(blobFiles.names());
    this.commits = new GroupCommit(this.world.unitOfWork);
    const webHooks = new WebHooks(this.world, parts.sendWebHook);
    const flows = new FlowRunner(this.world, parts.flows, parts.resultOf, webHooks);
    this.runner = new TaskRunner(this.world, flows, webHooks, parts.chores);
  }

  /** Whether the world was never filled: only then a seed is applied. */
  get isEmpty(): boolean {
    return this.#settings.find('seed') === undefined;
  }

  /** Starts the random stream of a world that is still empty anew, from a seed number. */
  reseed(seed: number): void {
    this.world.chance.restore(Chance.fromSeed(seed).state);
  }

  /** Fills an empty world by `fill` and remembers the seed's name, both or neither. */
  seed(name: string, fill: () => void): void {
    this.world.unitOfWork.run(() => {
      fill();
      this.#settings.save('seed', name);
    });
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
        if (next === undefined || next > time) break;
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

  /** Ends the world's work for now; what waits lies in the database. */
  async close(): Promise<void> {
    await this.runner.stop();
    this.database.close();
  }

  /** Files that no row knows: the process ended between a commit and what followed it. */
  #removeOrphans(files: readonly string[]): void {
    const { blobs } = this.world.repositories;
    for (const name of files) {
      const isPartial = name.endsWith('.partial');
      if (!isPartial && !blobs.find(name)) this.world.blobFiles.remove(name);
    }
  }

  #savedChance(): Chance | undefined {
    const state = this.#settings.find('chance') as ChanceState | undefined;
    return state && new Chance(state);
  }
}

const newChance = (seed: number | undefined) =>
  seed === undefined ? Chance.unseeded() : Chance.fromSeed(seed);
