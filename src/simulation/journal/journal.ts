import type { JournalBudget } from './journal-budget.js';
import { bytesOf, cut, keptParameters } from './kept-parts.js';

/** One request and its answer, as they came: secrets are hidden when somebody reads them. */
export interface JournalEntry {
  /** When it came, in ms since 1970 on the environment's clock. */
  readonly date: number;
  /** When it came by a clock that only measures, in ms of real time. */
  readonly started: number;
  /** How long it took, in ms of real time. */
  readonly milliseconds: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Null: the path belongs to no operation. */
  readonly operation: string | null;
  readonly accountUuid: string | null;
  /** Of an asynchronous call, or of the poll of a job. */
  readonly jobUuid: string | null;
  /** 0: the connection ended without an answer. */
  readonly status: number;
  /** Text of the bodies, cut (`LONGEST_BODY`); empty for streams of bytes. */
  readonly requestBody: string;
  readonly answerBody: string;
  /** What the call said, wherever it said it (body, path, query), cut as bodies are. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The fault rule that made the answer, or null. */
  readonly faultUuid: string | null;
}

/** An entry with its place among all that came. */
export interface NumberedEntry extends JournalEntry {
  readonly id: number;
}

interface KeptEntry {
  readonly entry: NumberedEntry;
  readonly bytes: number;
}

/** What an entry takes beside its texts. */
const OF_ENTRY = 1024;
/** What has gone is cleared away when there is so much of it. */
const CLEARED_AT_ONCE = 512;

/**
 * The last requests to one environment: so many, and so many bytes of all environments together. It lies in
 * memory: a restart begins with an empty one.
 */
export class Journal {
  readonly #size: number;
  readonly #budget: JournalBudget;
  #entries: (KeptEntry | undefined)[] = [];
  /** Where the oldest entry lies: those before it have gone. */
  #oldest = 0;
  #next = 1;
  #bytes = 0;
  #isClosed = false;
  /** Told of every entry, or undefined: what writes them to a file, */
  onEntry: ((entry: NumberedEntry) => void) | undefined;
  /** and who follows the world. */
  onFollowed: ((entry: NumberedEntry) => void) | undefined;

  constructor(size: number, budget: JournalBudget) {
    this.#size = size;
    this.#budget = budget;
  }

  get isKept(): boolean {
    return this.#size > 0 || this.onEntry !== undefined || this.onFollowed !== undefined;
  }

  /** About what its entries take in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The number of the last one that came; 0: none did. */
  get lastId(): number {
    return this.#next - 1;
  }

  /** Keeps it; answers its number. */
  record(entry: JournalEntry): number {
    const parameters = keptParameters(entry.parameters);
    const numbered: NumberedEntry = {
      id: this.#next++,
      ...entry,
      url: cut(entry.url),
      requestBody: cut(entry.requestBody),
      answerBody: cut(entry.answerBody),
      parameters: parameters.kept,
    };
    this.onEntry?.(numbered);
    this.onFollowed?.(numbered);
    if (this.#size === 0 || this.#isClosed) return numbered.id;
    if (this.#entries.length - this.#oldest >= this.#size) this.dropOldest();
    const bytes = parameters.bytes + bytesOfTexts(numbered);
    this.#entries.push({ entry: numbered, bytes });
    this.#takes(bytes);
    return numbered.id;
  }

  /** All that is kept, oldest first. */
  list(): NumberedEntry[] {
    return this.#entries.flatMap((kept) => kept?.entry ?? []);
  }

  clear(): void {
    this.#entries = [];
    this.#oldest = 0;
    this.#takes(-this.#bytes);
  }

  dropOldest(): void {
    const { bytes } = this.#entries[this.#oldest] ?? { bytes: 0 };
    this.#entries[this.#oldest++] = undefined;
    if (this.#oldest >= CLEARED_AT_ONCE) {
      this.#entries.splice(0, this.#oldest);
      this.#oldest = 0;
    }
    this.#takes(-bytes);
  }

  /** Gives its room back: its world has gone. */
  close(): void {
    this.#isClosed = true;
    this.clear();
  }

  #takes(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.changed(this, bytes);
  }
}

function bytesOfTexts({ url, headers, requestBody, answerBody }: NumberedEntry): number {
  let bytes = OF_ENTRY + bytesOf(url) + bytesOf(requestBody) + bytesOf(answerBody);
  for (const name in headers) bytes += name.length + String(headers[name]).length;
  return bytes;
}
