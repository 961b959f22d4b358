import { Chance, type ChanceState } from '../core/chance.js';
import { Clock, type ClockState } from '../core/clock.js';
import type { Release } from '../core/releases.js';
import type { ChecksMode, ProgressionMode } from '../core/world-modes.js';
import { Causes } from '../domain/event/causes.js';
import { startingProgression, type ProgressionState } from '../domain/progression/progression.js';
import type { FetchPolicy, World } from '../domain/world.js';
import { createBlobFiles, type FilesOfWorld, type HeldFiles } from '../persistence/blob-files.js';
import { DeferredWrites } from '../persistence/deferred-writes.js';
import type { LogSync } from '../persistence/log-sync.js';
import type { Database } from '../persistence/database.js';
import { createInventoryQueries } from '../persistence/queries/inventory-queries.js';
import { teachWorldTime } from '../persistence/queries/query-clock.js';
import { readdress } from '../persistence/readdress.js';
import { createRepositories } from '../persistence/repositories/index.js';
import { RowCache } from '../persistence/row-cache.js';
import { LaterSums } from '../persistence/later-sums.js';
import type { SettingsStore } from '../persistence/settings-store.js';
import { createUnitOfWork } from '../persistence/unit-of-work.js';
import { UndoRecorder } from '../persistence/undo/undo-recorder.js';
import { NO_HISTORY } from '../domain/write-history.js';
import { createWorldKeys } from './world-keys.js';
import { tidyFiles } from './tidy-files.js';

/** How a world is made and behaves. */
export interface WorldOptions {
  readonly name: string;
  /** Directory of the files that real images have; made at its first use. */
  readonly blobs: string;
  readonly fetching: FetchPolicy;
  readonly neighbour: World['neighbour'];
  readonly checks: ChecksMode;
  /** Of a world that says nothing of its own. */
  readonly release: Release;
  readonly progression: ProgressionMode;
  /** What a new world's clock starts as; a saved one goes on as it was. Default: real time. */
  readonly clock?: ClockState | undefined;
  /** For how many ms one query may hold the process. */
  readonly queryDeadline: number;
  /** Seed of a new world's random stream; default: another one each time. */
  readonly chanceSeed?: number | undefined;
  /** So many bytes of what takes writes back are kept; undefined: none is. */
  readonly rewind?: number | undefined;
  /** The largest body of a request that is kept with it, in bytes. */
  readonly rewindBody: number;
}

/** A world with what only its environment knows of it. */
export interface MadeWorld {
  readonly world: World;
  /** What was read in a transaction, and what is kept beside it. */
  readonly rows: RowCache;
  readonly files: FilesOfWorld & HeldFiles;
  readonly undo: UndoRecorder | undefined;
}

/** The world that lies in a database, with its clock, chance and pace as they were when it was last open. */
export function makeWorld(
  options: WorldOptions,
  database: Database,
  settings: SettingsStore,
  saved: ReturnType<SettingsStore['findAll']>,
  recurringChores: World['recurringChores'],
  log: LogSync,
  undoPath: string | undefined,
  releaseOf: () => Release | undefined,
): MadeWorld {
  const clock = new Clock((saved.clock as ClockState | undefined) ?? options.clock);
  const chance = saved.chance
    ? new Chance(saved.chance as ChanceState)
    : newChance(options.chanceSeed);
  const keys = createWorldKeys(settings, options.chanceSeed);
  const rows = new RowCache();
  const deferred = new DeferredWrites();
  const causes = new Causes();
  const files = createBlobFiles(options.blobs);
  const undo =
    options.rewind === undefined
      ? undefined
      : new UndoRecorder(
          { database, settings, clock, chance, causes, deferred },
          {
            limit: options.rewind,
            path: undoPath,
            largestBody: options.rewindBody,
            onReleased: ({ contentIds, sums }) => {
              for (const contentId of contentIds) files.release(contentId);
              for (const sum of sums) files.releaseSent(sum);
            },
          },
        );
  const isHeld = (contentId: string) => undo?.holds(contentId) ?? false;
  const blobFiles = {
    ...files,
    remove: (contentId: string) =>
      isHeld(contentId) ? files.hold(contentId) : files.remove(contentId),
  };
  const unitOfWork = createUnitOfWork(database, settings, chance, rows, deferred, log, undo);
  teachWorldTime(database, () => clock.now());
  const limits = { deadline: options.queryDeadline };
  const world: World = {
    name: options.name,
    repositories: createRepositories(database, rows, causes, clock, deferred),
    queries: createInventoryQueries(database, limits, new LaterSums(database, unitOfWork)),
    unitOfWork,
    clock,
    chance,
    keys,
    checks: options.checks,
    get release() {
      return releaseOf() ?? options.release;
    },
    progression: {
      state:
        (saved.progression as ProgressionState | undefined) ??
        startingProgression(options.progression),
    },
    causes,
    writes: undo ?? NO_HISTORY,
    blobFiles,
    fetching: options.fetching,
    neighbour: options.neighbour,
    recurringChores,
  };
  // A world that is still empty has nothing to go back to.
  if (saved.seed !== undefined) undo?.begin();
  tidyFiles(world, files, undo);
  readdress(database, options.name);
  return { world, rows, files, undo };
}

const newChance = (seed: number | undefined) =>
  seed === undefined ? Chance.unseeded() : Chance.fromSeed(seed);
