import { codeOf } from '../../core/code-of.js';
import type { Asking, KeptRequest } from '../../domain/asked-request.js';
import type { KeptWrite, WriteOrigin } from '../../domain/write-history.js';
import { backEntry, notesEntry, readLine, written, type Meta, type Note } from './undo-lines.js';
import type { Entry, Line, Put, Ref, UndoPages, UndoneWrite } from './undo-entries.js';

/** So many states can be gone back to. */
export const MOST_STATES = 200;

/** After so many writes it is tried again to make the file smaller, where that failed. */
const PATIENCE = 100;

/** Told of files that nothing needs any more: of blobs, and of what requests sent. */
export interface Released {
  readonly contentIds: readonly string[];
  readonly sums: readonly string[];
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

/** A part of a state: what one write of it was. */
export interface WritePart {
  readonly meta: Meta;
  readonly request: KeptRequest | undefined;
}

/** The last states of one world, as what takes each write back; so many, and so many bytes of them. */
export class UndoLog {
  #states: State[] = [];
  #nextId = 1;
  #commit = 0;
  #bytes = 0;
  /** Whether something was written before the oldest state. */
  #hasForgotten: boolean;
  /** Before this write it is not tried again to make the file smaller. */
  #moveAgain = 0;
  #adding:
    | {
        readonly commit: number;
        readonly lines: readonly (readonly [Meta, Put])[];
        readonly begun: ReadonlyMap<Asking, number>;
      }
    | undefined;
  /** By the write that a request began with. */
  #notes = new Map<number, Note>();
  /** Those of them that are written down with the next commit. */
  #fresh: number[] = [];
  /** What requests that are under way began with. */
  readonly #began = new WeakMap<Asking, number>();

  /**
   * @param limit bytes
   * @param isFirst whether the world had none before
   * @param onReleased told of files that are held no more
   */
  constructor(
    private readonly pages: UndoPages,
    private readonly limit: number,
    isFirst: boolean,
    private readonly onReleased: (released: Released) => void,
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
    for (const { origin } of writes) this.#noteWhatWasSent(origin.asking);
    const commit = this.#commit + 1;
    const entries = this.#freshNotes();
    const before = entries.length;
    const metas: Meta[] = [];
    const begun = new Map<Asking, number>();
    let id = this.#nextId;
    let last = this.#states.at(-1)?.origin;
    for (const write of writes) {
      const { origin } = write;
      const isSame = last === origin || (last?.kind === 'chore' && origin.kind === 'chore');
      const own = isSame ? (metas.at(-1)?.id ?? this.#states.at(-1)?.id ?? id) : id++;
      last = origin;
      const { rows, ...rest } = write;
      const { asking } = origin;
      const began = asking && (this.#began.get(asking) ?? begun.get(asking));
      if (asking && began === undefined) begun.set(asking, own);
      const meta: Meta = { id: own, commit, ...rest, began: began ?? (asking && own) };
      metas.push(meta);
      const isFirst = asking !== undefined && began === undefined;
      entries.push({ meta: written(meta), rows, asked: isFirst ? asking.request() : undefined });
    }
    const puts = this.pages.append(entries).slice(before);
    this.#adding = { commit, begun, lines: metas.map((meta, i) => [meta, puts[i] as Put]) };
    return commit;
  }

  /** A kill between this commit and the answer must not lose the bytes that the commit rests on. */
  #noteWhatWasSent(asking: Asking | undefined): void {
    const id = asking?.sent ? this.beganWith(asking) : undefined;
    if (id === undefined || this.#notes.get(id)?.sent) return;
    this.#keepNote({ id, answer: undefined, sent: asking?.sent });
    this.#fresh.push(id);
  }

  /** The commit was made. */
  committed(): void {
    const adding = this.#adding;
    if (!adding) return;
    this.#adding = undefined;
    this.#commit = adding.commit;
    this.#fresh = [];
    for (const [asking, id] of adding.begun) this.#began.set(asking, id);
    for (const [meta, put] of adding.lines) this.#add(meta, put);
    this.#shrink();
  }

  /** It was not. */
  failed(): void {
    if (!this.#adding) return;
    this.#adding = undefined;
    this.pages.takeBack();
  }

  /** The write that a request began with, while it is kept. */
  beganWith(asking: Asking): number | undefined {
    const id = this.#began.get(asking);
    return this.#stateOf(id) ? id : undefined;
  }

  /** What became known of a request. It is written down with the next commit, or when the log is closed. */
  note(note: Note): void {
    this.#keepNote(note);
    this.#fresh.push(note.id);
    this.#shrink();
  }

  /**
   * Goes on from lines that were found in a file, of the commits up to this one; answers the last of them.
   * @throws for what is no line of a log
   */
  resume(lines: Iterable<Line>, commit: number): Ref | undefined {
    let last: Ref | undefined;
    for (const { meta, put } of lines) {
      const line = readLine(meta);
      if (line.commit > commit) break;
      if (last === undefined) this.#hasForgotten = line.kind !== 'write' || line.id > 1;
      last = put.ref;
      this.#commit = line.commit;
      if (line.kind === 'back') {
        this.#nextId = Math.max(this.#nextId, line.id);
        this.#dropFrom(line.id);
      } else if (line.kind === 'notes') for (const note of line.notes) this.#keepNote(note);
      else this.#add(line, put);
    }
    return last;
  }

  /** All writes from this one on, the last one first, each with what takes it back. */
  *from(id: number): Generator<UndoneWrite & { readonly id: number }> {
    for (const state of this.#states.toReversed()) {
      if (state.id < id) return;
      for (const { ref, meta } of state.pieces.toReversed()) {
        yield { ...meta, rows: this.pages.read(ref).rows };
      }
    }
  }

  /** The same, the first one first, each with the request that began with it. */
  partsFrom(id: number): WritePart[] {
    return this.#states
      .filter((state) => state.id >= id)
      .flatMap(({ pieces }) => pieces)
      .map(({ meta, ref }) => {
        const { asked } = this.pages.read(ref);
        const { sent, answer } = this.#notes.get(meta.id) ?? {};
        return { meta, request: asked && { asked, sent, answer } };
      });
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

  /** Contents whose files stay for states from this write on. */
  heldFrom(id: number): string[] {
    const states = this.#states.filter((state) => state.id >= id);
    return states.flatMap(({ pieces }) =>
      pieces.flatMap(({ meta }) => meta.held.map(({ contentId }) => contentId)),
    );
  }

  /** What requests from this write on have sent. */
  sentFrom(id: number): string[] {
    return [...this.#notes.values()].flatMap((note) =>
      note.id >= id && note.sent ? [note.sent.sum] : [],
    );
  }

  /** Whether these bytes may be sent again. */
  needs(sum: string): boolean {
    for (const { sent } of this.#notes.values()) if (sent?.sum === sum) return true;
    return false;
  }

  close(): void {
    try {
      this.pages.append(this.#freshNotes());
    } catch {
      // No room for it: these answers are compared with nothing.
    }
    this.pages.close();
  }

  /** Of states that are kept: of others nothing is known any more. */
  #freshNotes(): Entry[] {
    const notes = this.#notesOf(this.#fresh);
    return notes.length > 0 ? [notesEntry(this.#commit, notes)] : [];
  }

  #notesOf(ids: Iterable<number>): Note[] {
    return [...ids].flatMap((id) => this.#notes.get(id) ?? []);
  }

  /** Nearly always it is one of the last. */
  #stateOf(id: number | undefined): State | undefined {
    return this.#states.findLast((state) => state.id === id);
  }

  #keepNote(note: Note): void {
    const state = this.#stateOf(note.id);
    if (!state) return;
    const bytes = (note.sent?.length ?? 0) - (this.#notes.get(note.id)?.sent?.length ?? 0);
    this.#notes.set(note.id, note);
    state.bytes += bytes;
    this.#bytes += bytes;
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
    for (const one of this.#notes.keys()) if (one >= id) this.#notes.delete(one);
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
    const sums = this.#notesOf(gone.map(({ id }) => id)).flatMap(({ sent }) => sent?.sum ?? []);
    for (const { id } of gone) this.#notes.delete(id);
    if (this.pages.isMuchMoreThan(this.#bytes)) this.#moveWithRoom();
    const contentIds = gone
      .flatMap(({ pieces }) => pieces.flatMap(({ meta }) => meta.held))
      .map(({ contentId }) => contentId)
      .filter((contentId) => !this.holds(contentId));
    const needless = sums.filter((sum) => !this.needs(sum));
    if (contentIds.length + needless.length > 0) this.onReleased({ contentIds, sums: needless });
  }

  /** A commit that was made stands: where the disk has no room for another file, this one stays as long as it is. */
  #moveWithRoom(): void {
    if (this.#nextId < this.#moveAgain) return;
    try {
      this.#move();
    } catch (error) {
      // What is no matter of the file system is a defect.
      if (codeOf(error) === '') throw error;
      this.#moveAgain = this.#nextId + PATIENCE;
    }
  }

  /** Leaves what is needed no more behind. */
  #move(): void {
    const pieces = this.#states.flatMap((state) => state.pieces);
    const notes = [...this.#notes.values()];
    const moved = this.pages.keepOnly(
      pieces.map(({ ref }) => ref),
      [notesEntry(this.#commit, notes), backEntry(this.#commit, this.#nextId)],
    );
    this.#fresh = [];
    for (const [i, piece] of pieces.entries()) piece.ref = moved[i] ?? piece.ref;
  }
}
