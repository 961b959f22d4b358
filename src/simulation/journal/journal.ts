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
  /** Text of the bodies, cut at `LONGEST_BODY`; empty for streams of bytes. */
  readonly requestBody: string;
  readonly answerBody: string;
  /** What the call said, wherever it said it: body, path, query. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The fault rule that made the answer, or null. */
  readonly faultUuid: string | null;
}

/** An entry with its place among all that came. */
export interface NumberedEntry extends JournalEntry {
  readonly id: number;
}

const LONGEST_BODY = 16_384;

/** A long body is cut, as a copy: a slice would keep the whole text in memory. */
const keptBody = (text: string): string =>
  text.length <= LONGEST_BODY ? text : Buffer.from(text.slice(0, LONGEST_BODY)).toString();

/** The last requests to one environment. It lies in memory: a restart begins with an empty one. */
export class Journal {
  readonly #size: number;
  readonly #entries: NumberedEntry[] = [];
  #next = 1;
  /** Where the oldest entry lies once the ring is full. */
  #oldest = 0;
  /** Told of every entry, or undefined. */
  onEntry: ((entry: NumberedEntry) => void) | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  get isKept(): boolean {
    return this.#size > 0 || this.onEntry !== undefined;
  }

  record(entry: JournalEntry): void {
    const numbered: NumberedEntry = {
      id: this.#next++,
      ...entry,
      requestBody: keptBody(entry.requestBody),
      answerBody: keptBody(entry.answerBody),
    };
    this.onEntry?.(numbered);
    if (this.#entries.length < this.#size) this.#entries.push(numbered);
    else if (this.#size > 0) {
      this.#entries[this.#oldest] = numbered;
      this.#oldest = (this.#oldest + 1) % this.#size;
    }
  }

  /** All that is kept, oldest first. */
  list(): NumberedEntry[] {
    return [...this.#entries.slice(this.#oldest), ...this.#entries.slice(0, this.#oldest)];
  }

  clear(): void {
    this.#entries.length = 0;
    this.#oldest = 0;
  }
}
