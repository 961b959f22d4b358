import { rmSync } from 'node:fs';
import type { Statement } from 'better-sqlite3';
import { Chance, type ChanceState } from '../../core/chance.js';
import type { Clock, ClockState } from '../../core/clock.js';
import type { Asking, GivenAnswer } from '../../domain/asked-request.js';
import type { Causes } from '../../domain/event/causes.js';
import {
  originOf,
  type KeptWrite,
  type WriteHistory,
  type WriteOrigin,
} from '../../domain/write-history.js';
import type { Database } from '../database.js';
import type { DeferredWrites } from '../deferred-writes.js';
import type { SettingsStore } from '../settings-store.js';
import { PagesInFile, PagesInMemory } from './undo-pages.js';
import type { UndoneRow, UndoneWrite } from './undo-entries.js';
import { UndoLog, type Released, type WritePart } from './undo-log.js';
import { WatchedRows, type RowBefore, type WatchedTable } from './watched-rows.js';

/** What lies in the world of its log: whose it is, and how far it had come with the last commit. */
interface Marker {
  readonly log: string;
  readonly commit: number;
}

interface Begun {
  origin: WriteOrigin | undefined;
  readonly machineTime: number;
  readonly clock: ClockState;
  readonly chance: ChanceState;
  /** What rows were when the write began; the first look at each counts. */
  readonly rows: Map<number, UndoneRow>;
}

/** What the runner does when it is due; a delivery ends when somebody else has taken it. */
export const isTask = ({ kind, name }: Pick<WriteOrigin, 'kind' | 'name'>): boolean =>
  kind === 'step' || (kind === 'chore' && !NO_TASKS.has(name));

/** Chores that no task is behind, and deliveries of web hooks. */
const NO_TASKS = new Set(['web-hook', 'look-for-files', 'restart']);

/** Room for the index of a table beside the number of a row in one key. */
const TABLES = 256;
const UNKNOWN = originOf('other', 'other');

export interface UndoOptions {
  /** So many bytes of states are kept. */
  readonly limit: number;
  /** Where the log lies; undefined: in memory. */
  readonly path: string | undefined;
  /** The largest body of a request that is kept, in bytes. */
  readonly largestBody: number;
  /** Files that are held no more. */
  readonly onReleased: (released: Released) => void;
}

/**
 * Writes down what takes each write of a world back, before its commit (docs/decisions/0021). What a row was comes
 * from triggers; the first look at it within a write counts, so what was undone on the way needs no care.
 */
export class UndoRecorder implements WriteHistory {
  readonly #database: Database;
  readonly #settings: SettingsStore;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #causes: Causes;
  readonly #deferred: DeferredWrites;
  readonly #options: UndoOptions;
  readonly #rows: WatchedRows;
  readonly #readCounters: Statement;
  readonly #blobs: number;
  readonly #blobColumns: { readonly id: number; readonly length: number };
  /** Whether the log that is there is the world's first. */
  #isFirst = true;
  #log: UndoLog;
  #name = '';
  #sequences: Map<string, number>;
  /** The chance of the world as the last commit left it. */
  #chanceKept: ChanceState;
  #isActive = false;
  #isPaused = false;
  #isInTransaction = false;
  /** Whether a part of the transaction that is under way was undone. */
  #isPartUndone = false;
  #origin: WriteOrigin | undefined;
  #begun: Begun | undefined;
  /** Writes of the transaction that is under way. */
  #done: UndoneWrite[] = [];
  #tasksDone = 0;
  /** How many tasks the world has done since it was opened: steps and chores, but for deliveries. */
  tasks = 0;

  constructor(
    world: {
      readonly database: Database;
      readonly settings: SettingsStore;
      readonly clock: Clock;
      readonly chance: Chance;
      readonly causes: Causes;
      readonly deferred: DeferredWrites;
    },
    options: UndoOptions,
  ) {
    this.#database = world.database;
    this.#settings = world.settings;
    this.#clock = world.clock;
    this.#chance = world.chance;
    this.#causes = world.causes;
    this.#deferred = world.deferred;
    this.#options = options;
    this.#readCounters = world.database
      .prepare('select name, seq from main.sqlite_sequence')
      .raw(true);
    this.#rows = new WatchedRows(world.database, (...row) => this.#rowChanges(...row));
    this.#blobs = this.tables.findIndex(({ name }) => name === 'blobs');
    const columns = this.tables[this.#blobs]?.columns ?? [];
    this.#blobColumns = { id: columns.indexOf('content_id'), length: columns.indexOf('length') };
    this.#log = this.#open();
    this.#sequences = this.#readSequences();
    this.#chanceKept = world.chance.state;
  }

  get tables(): readonly WatchedTable[] {
    return this.#rows.tables;
  }

  /** From now on writes are kept: the world is filled. */
  begin(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#sequences = this.#readSequences();
    this.#chanceKept = this.#chance.state;
    this.#rows.begin();
  }

  list(): KeptWrite[] {
    if (!this.#isInTransaction) this.#keepStray();
    return this.#log.list();
  }

  /** All writes from this one on, the last one first. */
  from(id: number): Iterable<UndoneWrite & { readonly id: number }> {
    return this.#log.from(id);
  }

  /** The same, the first one first, each with the request that began with it. */
  partsFrom(id: number): WritePart[] {
    return this.#log.partsFrom(id);
  }

  holds(contentId: string): boolean {
    return this.#log.holds(contentId);
  }

  /** Contents whose files stay for states from this write on. */
  heldFrom(id: number): string[] {
    return this.#log.heldFrom(id);
  }

  /** What requests from this write on have sent. */
  sentFrom(id: number): string[] {
    return this.#log.sentFrom(id);
  }

  /** The write that a request began with, while it is kept. */
  beganWith(asking: Asking): number | undefined {
    return this.#log.beganWith(asking);
  }

  needs(sum: string): boolean {
    return this.#log.needs(sum);
  }

  get largestBody(): number | undefined {
    return this.#isActive ? this.#options.largestBody : undefined;
  }

  answered(asking: Asking, answer: () => GivenAnswer): void {
    if (!this.#isActive) return;
    const { sent } = asking;
    const id = this.#log.beganWith(asking);
    if (id !== undefined) this.#log.note({ id, answer: answer(), sent });
    else if (sent && !this.needs(sent.sum)) {
      this.#options.onReleased({ contentIds: [], sums: [sent.sum] });
    }
  }

  within<T>(origin: WriteOrigin, work: () => T): T {
    if (!this.#isActive) return work();
    const outer = this.#origin;
    // One write is made at one moment, so that it can be made again at that moment.
    const isHeld = this.#clock.hold();
    try {
      this.#boundary();
      this.#origin = origin;
      return work();
    } finally {
      this.#boundary();
      this.#origin = outer;
      if (isHeld) this.#clock.letGo();
    }
  }

  mark(origin: WriteOrigin): void {
    if (!this.#isActive || this.#isInTransaction) return;
    this.#keepStray();
    this.#beginWrite().origin = origin;
    this.#keepStray();
  }

  /** A transaction is about to begin. What was written outside of one is a write of its own. */
  transactionBegins(): void {
    if (!this.#isActive) return;
    this.#keepStray();
    this.#isInTransaction = true;
    this.#isPartUndone = false;
  }

  #keepStray(): void {
    this.#endWrite();
    if (this.#done.length === 0) return;
    this.beforeCommit();
    this.#log.committed();
  }

  /** It is about to be committed: what undoes it is safe before. */
  beforeCommit(): void {
    if (!this.#isActive || this.#isPaused) return;
    this.#endWrite();
    if (this.#done.length === 0) return;
    const writes = this.#done;
    this.#done = [];
    this.#tasksDone = writes.filter(({ origin }) => isTask(origin)).length;
    try {
      this.#log.begin(writes);
    } catch {
      // No room for it, say: the write itself is worth more. The history begins anew with the next one.
      this.#forget();
      return;
    }
    this.#saveMarker(this.#log.lastCommit + 1);
  }

  committed(): void {
    if (!this.#isActive) return;
    this.#isInTransaction = false;
    this.#rows.committed();
    if (this.#isPaused) return;
    this.#chanceKept = this.#chance.state;
    this.tasks += this.#tasksDone;
    this.#tasksDone = 0;
    this.#log.committed();
  }

  /** The transaction was undone. */
  undone(): void {
    if (!this.#isActive) return;
    this.#isInTransaction = false;
    this.#begun = undefined;
    this.#done = [];
    this.#tasksDone = 0;
    this.#sequences = this.#readSequences();
    this.#rows.undone();
    this.#log.failed();
  }

  /** A part of the transaction was undone: what rows were before is so still. */
  partUndone(): void {
    if (!this.#isActive) return;
    this.#rows.undone();
    this.#isPartUndone = true;
  }

  /** Takes the writes from this one on back by `work`, in a transaction of its own. */
  goBack(id: number, work: (saveMarker: () => void) => void): void {
    this.#isPaused = true;
    const commit = this.#log.beginBack(id);
    try {
      work(() => this.#saveMarker(commit));
      this.#log.wentBack(id);
      this.#sequences = this.#readSequences();
      this.#chanceKept = this.#chance.state;
    } catch (error) {
      this.#log.backFailed();
      throw error;
    } finally {
      this.#isPaused = false;
      this.#begun = undefined;
      this.#done = [];
    }
  }

  close(): void {
    this.#log.close();
  }

  #rowChanges(table: number, rowid: number, before: RowBefore): void {
    if (this.#isPaused) return;
    const { rows } = this.#beginWrite();
    const key = rowid * TABLES + table;
    if (!rows.has(key)) rows.set(key, [table, rowid, before]);
  }

  #beginWrite(): Begun {
    if (this.#begun) return this.#begun;
    const cause = this.#causes.current;
    const known =
      cause.kind === 'chore' ||
      cause.kind === 'step' ||
      cause.kind === 'call' ||
      cause.kind === 'hand'
        ? originOf(cause.kind, cause.name, cause.jobUuid)
        : undefined;
    const isFirst = this.#done.length === 0;
    this.#begun = {
      origin: this.#origin ?? known,
      machineTime: this.#clock.machineTime,
      clock: this.#clock.state,
      // Who asked for numbers before the transaction asks for the same ones again.
      chance: isFirst ? this.#chanceKept : this.#chance.state,
      rows: new Map(),
    };
    return this.#begun;
  }

  /** Between two writes of one transaction. */
  #boundary(): void {
    if (!this.#isInTransaction || !this.#database.inTransaction) return;
    this.#deferred.flush();
    this.#endWrite();
  }

  #endWrite(): void {
    const begun = this.#begun;
    this.#begun = undefined;
    if (!begun) return;
    const rows = [...begun.rows.values()];
    const held = rows.flatMap(([table, , before]) =>
      table === this.#blobs && before
        ? [
            {
              contentId: String(before[this.#blobColumns.id]),
              length: Number(before[this.#blobColumns.length]),
            },
          ]
        : [],
    );
    this.#done.push({
      origin: begun.origin ?? UNKNOWN,
      date: this.#clock.now(),
      machineTime: begun.machineTime,
      clock: begun.clock,
      chance: begun.chance,
      sequences: this.#changedSequences(rows),
      rows,
      held,
    });
  }

  /** The counters that these new rows have moved. */
  #changedSequences(rows: readonly UndoneRow[]): Record<string, number | null> {
    const last = new Map<string, number>();
    for (const [index, rowid, before] of rows) {
      const table = this.tables[index];
      if (before || !table?.isCounted) continue;
      last.set(table.name, Math.max(rowid, last.get(table.name) ?? 0));
    }
    // Rows that were undone on the way have moved nothing.
    const counted = this.#isPartUndone && last.size > 0 ? this.#readSequences() : last;
    const changed: Record<string, number | null> = {};
    for (const [name, value] of counted) {
      const before = this.#sequences.get(name);
      if (value <= (before ?? 0)) continue;
      changed[name] = before ?? null;
      this.#sequences.set(name, value);
    }
    return changed;
  }

  #readSequences(): Map<string, number> {
    return new Map(this.#readCounters.all() as [string, number][]);
  }

  #saveMarker(commit = this.#log.lastCommit): void {
    if (this.#options.path !== undefined) {
      this.#settings.save('rewind', { log: this.#name, commit } satisfies Marker);
    }
  }

  #forget(): void {
    this.#isFirst = false;
    this.#log.close();
    this.#log = this.#beginLog();
    this.#saveMarker();
  }

  #open(): UndoLog {
    const { path } = this.#options;
    const marker = this.#settings.find('rewind') as Partial<Marker> | undefined;
    this.#isFirst = marker === undefined;
    if (path === undefined || typeof marker?.log !== 'string') return this.#beginLog();
    const found = PagesInFile.goOn(path, this.#head(marker.log));
    if (!found) return this.#beginLog();
    const log = this.#logOn(found.pages);
    try {
      const last = log.resume(found.lines, Number(marker.commit));
      if (log.lastCommit === marker.commit) {
        // What lies behind was never committed.
        found.pages.cutAfter(last);
        this.#name = marker.log;
        return log;
      }
    } catch {
      // No log of ours.
    }
    log.close();
    return this.#beginLog();
  }

  #beginLog(): UndoLog {
    const { path } = this.#options;
    if (path === undefined) return this.#logOn(new PagesInMemory());
    this.#name = Chance.unseeded().text(16);
    try {
      return this.#logOn(PagesInFile.begin(path, this.#head(this.#name)));
    } catch {
      // No room for a file: as long as the process lives it is kept all the same.
      rmSync(path, { force: true });
      return this.#logOn(new PagesInMemory());
    }
  }

  #logOn(pages: PagesInFile | PagesInMemory): UndoLog {
    return new UndoLog(pages, this.#options.limit, this.#isFirst, this.#options.onReleased);
  }

  /** The first line of the file: whose it is, and what its rows are rows of. */
  #head(name: string): string {
    const tables = this.tables.map(({ name: table, columns }) => [table, ...columns].join(' '));
    return JSON.stringify({ log: name, tables });
  }
}
