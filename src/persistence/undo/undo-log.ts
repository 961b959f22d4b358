import type { ChanceState } from '../../core/chance.js';
import type { ClockMode, ClockState } from '../../core/clock.js';
import type { KeptWrite, WriteOrigin } from '../../domain/write-history.js';
import type { RowBefore } from './watched-rows.js';

/** So many states can be gone back to. */
export const MOST_STATES = 200;

/** A row that a write changed, and what it was before: the table's index, the row's number, its columns. */
export type UndoneRow = readonly [table: number, rowid: number, before: RowBefore];

/** Real bytes that a write removed: while it can be taken back, their file stays. */
export interface HeldBlob {
  readonly contentId: string;
  readonly length: number;
}

/** One write as it was made, and all that takes it back. */
export interface UndoneWrite {
  readonly origin: WriteOrigin;
  /** In ms since 1970 on the environment's clock. */
  readonly date: number;
  /** As they were before it. */
  readonly clock: ClockState;
  readonly chance: ChanceState;
  /** The counters of tables that SQLite numbers, where they changed: null for a table that had none. */
  readonly sequences: Readonly<Record<string, number | null>>;
  readonly rows: readonly UndoneRow[];
  readonly held: readonly HeldBlob[];
}

/** Where the rows of a write were put: in memory they are there themselves. */
export type Ref = readonly UndoneRow[] | { readonly at: number; readonly length: number };

/** What is put there: what is always known of a write, and its rows. */
export interface Entry {
  readonly meta: object;
  readonly rows: readonly UndoneRow[];
}

/** Where it was put, and how many bytes it takes. */
export interface Put {
  readonly ref: Ref;
  readonly bytes: number;
}

/** What was found of an earlier run. */
export interface Line {
  readonly meta: unknown;
  readonly put: Put;
}

/** Where the log lies: in memory, or in a file beside the world. */
export interface UndoPages {
  /** Puts entries there, in the hands of the operating system before it returns. */
  append(entries: readonly Entry[]): Put[];
  /** Takes back what was appended last. */
  takeBack(): void;
  read(ref: Ref): readonly UndoneRow[];
  /** Whether so much of it lies there without need that it should be left behind. */
  isMuchMoreThan(bytes: number): boolean;
  /** Those that are still needed, oldest first, and an entry to stand behind them. Answers where they lie now. */
  keepOnly(refs: readonly Ref[], end: Entry): readonly Ref[];
  close(): void;
}

interface Piece {
  ref: Ref;
  readonly meta: Meta;
}

interface State {
  readonly id: number;
  readonly origin: WriteOrigin;
  commit: number;
  date: number;
  bytes: number;
  readonly pieces: Piece[];
}

/** What is kept of a write in memory; its rows stay where the log lies. */
interface Meta {
  readonly id: number;
  readonly commit: number;
  readonly date: number;
  readonly origin: WriteOrigin;
  readonly clock: ClockState;
  readonly chance: ChanceState;
  readonly sequences: UndoneWrite['sequences'];
  readonly held: readonly HeldBlob[];
}

/** The first half of a line: short names, as there is one for each write. */
interface WrittenMeta {
  readonly w: number;
  readonly n: number;
  readonly d: number;
  readonly o: readonly [WriteOrigin['kind'], string, string | null, string | null];
  readonly c: readonly [ClockMode, number];
  readonly h: ChanceState;
  readonly q?: UndoneWrite['sequences'];
  readonly b?: readonly (readonly [string, number])[];
}

/** What the states after this one were taken back by. */
interface WrittenBack {
  readonly n: number;
  readonly back: number;
}

/** The last states of one world, as what takes each write back; so many, and so many bytes of them. */
export class UndoLog {
  #states: State[] = [];
  #nextId = 1;
  #commit = 0;
  #bytes = 0;
  /** Whether something was written before the oldest state. */
  #hasForgotten: boolean;
  #adding:
    { readonly commit: number; readonly lines: readonly (readonly [Meta, Put])[] } | undefined;

  /**
   * @param limit bytes
   * @param isFirst whether the world had none before
   * @param onReleased told of bytes whose file is held no more
   */
  constructor(
    private readonly pages: UndoPages,
    private readonly limit: number,
    isFirst: boolean,
    private readonly onReleased: (contentIds: readonly string[]) => void,
  ) {
    this.#hasForgotten = !isFirst;
  }

  /** The number of the last commit in it; the world's own tells whether both are of the same moment. */
  get lastCommit(): number {
    return this.#commit;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** All that can be taken back, oldest first. */
  list(): KeptWrite[] {
    return this.#states.map(({ id, date, origin, commit, bytes, pieces }, i) => ({
      id,
      date,
      origin,
      commit,
      bytes,
      count: origin.kind === 'chore' ? pieces.length : 1,
      isFirstOfMore: i === 0 && this.#hasForgotten,
    }));
  }

  /** Writes down what undoes the writes of a commit that is about to be made; answers its number. */
  begin(writes: readonly UndoneWrite[]): number {
    const commit = this.#commit + 1;
    const entries: Entry[] = [];
    const metas: Meta[] = [];
    let id = this.#nextId;
    let before = this.#states.at(-1)?.origin;
    for (const write of writes) {
      const { origin } = write;
      const isSame = before === origin || (before?.kind === 'chore' && origin.kind === 'chore');
      const own = isSame ? (metas.at(-1)?.id ?? this.#states.at(-1)?.id ?? id) : id++;
      before = origin;
      const { rows, ...rest } = write;
      const meta = { id: own, commit, ...rest };
      metas.push(meta);
      entries.push({ meta: written(meta), rows });
    }
    const puts = this.pages.append(entries);
    this.#adding = { commit, lines: metas.map((meta, i) => [meta, puts[i] as Put]) };
    return commit;
  }

  /** The commit was made. */
  committed(): void {
    const adding = this.#adding;
    if (!adding) return;
    this.#adding = undefined;
    this.#commit = adding.commit;
    for (const [meta, put] of adding.lines) this.#add(meta, put);
    this.#shrink();
  }

  /** It was not. */
  failed(): void {
    if (!this.#adding) return;
    this.#adding = undefined;
    this.pages.takeBack();
  }

  /**
   * Goes on from lines that were found in a file, of the commits up to this one; answers the last of them.
   * @throws for what is no line of a log
   */
  resume(lines: Iterable<Line>, commit: number): Ref | undefined {
    let last: Ref | undefined;
    for (const { meta: found, put } of lines) {
      const meta = found as WrittenMeta | WrittenBack;
      if (meta.n > commit) break;
      if (last === undefined) this.#hasForgotten = 'back' in meta || meta.w > 1;
      last = put.ref;
      this.#commit = meta.n;
      if ('back' in meta) {
        this.#nextId = Math.max(this.#nextId, meta.back);
        this.#dropFrom(meta.back);
      } else this.#add(readMeta(meta), put);
    }
    return last;
  }

  /** All writes from this one on, the last one first, each with what takes it back. */
  *from(id: number): Generator<UndoneWrite & { readonly id: number }> {
    for (const state of this.#states.toReversed()) {
      if (state.id < id) return;
      for (const { ref, meta } of state.pieces.toReversed()) {
        yield { ...meta, rows: this.pages.read(ref) };
      }
    }
  }

  /** The writes from this one on are about to be taken back; answers the number of that commit. */
  beginBack(id: number): number {
    const commit = this.#commit + 1;
    this.pages.append([backEntry(commit, id)]);
    return commit;
  }

  /** They were taken back. Bytes that they had removed are the world's again, so their files stay. */
  wentBack(id: number): void {
    this.#commit++;
    this.#dropFrom(id);
  }

  backFailed(): void {
    this.pages.takeBack();
  }

  /** Whether the file of real bytes must stay for a state that can be gone back to. */
  holds(contentId: string): boolean {
    return this.#states.some(({ pieces }) =>
      pieces.some(({ meta }) => meta.held.some((held) => held.contentId === contentId)),
    );
  }

  close(): void {
    this.pages.close();
  }

  #add(meta: Meta, { ref, bytes: own }: Put): void {
    this.#nextId = Math.max(this.#nextId, meta.id + 1);
    const bytes = own + meta.held.reduce((total, held) => total + held.length, 0);
    const last = this.#states.at(-1);
    this.#bytes += bytes;
    const { id, origin, commit, date } = meta;
    if (last?.id === id) {
      last.pieces.push({ ref, meta });
      Object.assign(last, { commit, date, bytes: last.bytes + bytes });
    } else this.#states.push({ id, origin, commit, date, bytes, pieces: [{ ref, meta }] });
  }

  #dropFrom(id: number): void {
    const kept = this.#states.filter((state) => state.id < id);
    this.#states = kept;
    this.#bytes = kept.reduce((total, { bytes }) => total + bytes, 0);
  }

  /** Forgets the oldest states, as far as there are too many or they are too large. */
  #shrink(): void {
    const gone: State[] = [];
    while (this.#states.length > MOST_STATES || this.#bytes > this.limit) {
      const oldest = this.#states.shift();
      if (!oldest) break;
      this.#bytes -= oldest.bytes;
      gone.push(oldest);
    }
    if (gone.length === 0) return;
    this.#hasForgotten = true;
    if (this.pages.isMuchMoreThan(this.#bytes)) this.#move();
    const released = gone
      .flatMap(({ pieces }) => pieces.flatMap(({ meta }) => meta.held))
      .map(({ contentId }) => contentId)
      .filter((contentId) => !this.holds(contentId));
    if (released.length > 0) this.onReleased(released);
  }

  /** Leaves what is needed no more behind. */
  #move(): void {
    const pieces = this.#states.flatMap((state) => state.pieces);
    const end = backEntry(this.#commit, this.#nextId);
    const moved = this.pages.keepOnly(
      pieces.map(({ ref }) => ref),
      end,
    );
    for (const [i, piece] of pieces.entries()) piece.ref = moved[i] ?? piece.ref;
  }
}

/** An entry that says that the writes from this one on are there no more. */
const backEntry = (n: number, back: number): Entry => ({
  meta: { n, back } satisfies WrittenBack,
  rows: [],
});

function written({ id, commit, date, origin, clock, chance, sequences, held }: Meta): WrittenMeta {
  const { kind, name, accountUuid, jobUuid } = origin;
  return {
    w: id,
    n: commit,
    d: date,
    o: [kind, name, accountUuid, jobUuid],
    c: [clock.mode, clock.value],
    h: chance,
    ...(Object.keys(sequences).length > 0 ? { q: sequences } : {}),
    ...(held.length > 0 ? { b: held.map(({ contentId, length }) => [contentId, length]) } : {}),
  };
}

function readMeta({ w, n, d, o, c, h, q = {}, b = [] }: WrittenMeta): Meta {
  const [kind, name, accountUuid, jobUuid] = o;
  return {
    id: w,
    commit: n,
    date: d,
    origin: { kind, name, accountUuid, jobUuid, request: null },
    clock: { mode: c[0], value: c[1] },
    chance: h,
    sequences: q,
    held: b.map(([contentId, length]) => ({ contentId, length })),
  };
}
