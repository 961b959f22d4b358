import type { ChanceState } from '../../core/chance.js';
import type { ClockMode, ClockState } from '../../core/clock.js';
import type { GivenAnswer, SentBytes } from '../../domain/asked-request.js';
import type { WriteOrigin } from '../../domain/write-history.js';
import type { Entry, HeldBlob, UndoneWrite } from './undo-entries.js';

/** What is kept of a write in memory; its rows stay where the log lies. */
export interface Meta {
  readonly id: number;
  readonly commit: number;
  readonly date: number;
  readonly machineTime: number;
  readonly origin: WriteOrigin;
  readonly clock: ClockState;
  readonly chance: ChanceState;
  readonly sequences: UndoneWrite['sequences'];
  readonly held: readonly HeldBlob[];
  /** Of a request: the write that it began with, which has it. */
  readonly began: number | undefined;
}

/** What became known of the request of a write after the write. */
export interface Note {
  /** The write that it began with. */
  readonly id: number;
  readonly answer: GivenAnswer | undefined;
  readonly sent: SentBytes | null | undefined;
}

/** The first part of a line: short names, as there is one for each write. */
interface WrittenMeta {
  readonly w: number;
  readonly n: number;
  readonly d: number;
  readonly m?: number;
  readonly o: readonly [WriteOrigin['kind'], string, string | null, string | null];
  readonly c: readonly [ClockMode, number];
  readonly h: ChanceState;
  readonly q?: UndoneWrite['sequences'];
  readonly b?: readonly (readonly [string, number])[];
  readonly r?: number;
}

/** What the states after this one were taken back by. */
interface WrittenBack {
  readonly n: number;
  readonly back: number;
}

/** Write, status and sum of the answer, sum and length of what was sent (0: it was too much). */
type WrittenNote = readonly [number, number | null, string | null, (string | 0)?, number?];

interface WrittenNotes {
  readonly n: number;
  readonly a: readonly WrittenNote[];
}

export type Written =
  | ({ readonly kind: 'write' } & Meta)
  | { readonly kind: 'back'; readonly commit: number; readonly id: number }
  | { readonly kind: 'notes'; readonly commit: number; readonly notes: readonly Note[] };

/** An entry that says that the writes from this one on are there no more. */
export const backEntry = (n: number, back: number): Entry => ({
  meta: { n, back } satisfies WrittenBack,
  rows: [],
});

export const notesEntry = (n: number, notes: readonly Note[]): Entry => ({
  meta: {
    n,
    a: notes.map(({ id, answer, sent }): WrittenNote => {
      const answered = [id, answer?.status ?? null, answer?.sum ?? null] as const;
      if (sent === undefined) return answered;
      return sent === null ? [...answered, 0] : [...answered, sent.sum, sent.length];
    }),
  } satisfies WrittenNotes,
  rows: [],
});

export function written(meta: Meta): WrittenMeta {
  const { id, commit, date, machineTime, origin, clock, chance, sequences, held, began } = meta;
  const { kind, name, accountUuid, jobUuid } = origin;
  return {
    w: id,
    n: commit,
    d: date,
    m: machineTime,
    o: [kind, name, accountUuid, jobUuid],
    c: [clock.mode, clock.value],
    h: chance,
    ...(Object.keys(sequences).length > 0 ? { q: sequences } : {}),
    ...(held.length > 0 ? { b: held.map(({ contentId, length }) => [contentId, length]) } : {}),
    ...(began === undefined ? {} : { r: began }),
  };
}

/** What a line says, as it was written. */
export function readLine(line: unknown): Written {
  const found = line as WrittenMeta | WrittenBack | WrittenNotes;
  if ('back' in found) return { kind: 'back', commit: found.n, id: found.back };
  if ('a' in found) return { kind: 'notes', commit: found.n, notes: found.a.map(readNote) };
  return { kind: 'write', ...readMeta(found) };
}

const readNote = ([id, status, answerSum, sum, length]: WrittenNote): Note => ({
  id,
  answer: status === null ? undefined : { status, sum: answerSum ?? '' },
  sent: sum === undefined ? undefined : sum === 0 ? null : { sum, length: length ?? 0 },
});

function readMeta({ w, n, d, m = d, o, c, h, q = {}, b = [], r }: WrittenMeta): Meta {
  const [kind, name, accountUuid, jobUuid] = o;
  return {
    id: w,
    commit: n,
    date: d,
    machineTime: m,
    origin: { kind, name, accountUuid, jobUuid, request: null },
    clock: { mode: c[0], value: c[1] },
    chance: h,
    sequences: q,
    held: b.map(([contentId, length]) => ({ contentId, length })),
    began: r,
  };
}
