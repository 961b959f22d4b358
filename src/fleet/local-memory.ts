import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const memory = z.strictObject({
  /** Where these numbers count. */
  store: z.string(),
  /** Under which lease. */
  session: z.string(),
  numbers: z.record(z.string(), z.int().positive()),
});

type Kept = z.infer<typeof memory>;

/**
 * What a data directory knows of its worlds in files: under which lease and number each was held. After a kill it tells
 * whether a copy that lies there is still the newest one.
 */
export class LocalMemory {
  readonly #path: string | undefined;
  readonly #store: string;
  /** Of the process before. */
  readonly before: Kept | undefined;
  readonly #numbers = new Map<string, number>();
  #session = '';

  /** `path`: undefined where everything is in memory. */
  constructor(path: string | undefined, store: string) {
    this.#path = path;
    this.#store = store;
    this.before = path === undefined ? undefined : read(path, store);
    for (const [name, number] of Object.entries(this.before?.numbers ?? {})) {
      this.#numbers.set(name, number);
    }
  }

  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  begin(session: string): void {
    this.#session = session;
    this.#write();
  }

  note(name: string, number: number): void {
    this.#numbers.set(name, number);
    this.#write();
  }

  forget(name: string): void {
    if (this.#numbers.delete(name)) this.#write();
  }

  #write(): void {
    if (this.#path === undefined) return;
    const numbers = Object.fromEntries(this.#numbers);
    const kept: Kept = { store: this.#store, session: this.#session, numbers };
    const unfinished = `${this.#path}.new`;
    writeFileSync(unfinished, JSON.stringify(kept), { mode: 0o600 });
    renameSync(unfinished, this.#path);
  }
}

/** What was written half, or for another store, tells nothing. */
function read(path: string, store: string): Kept | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const kept = memory.parse(JSON.parse(readFileSync(path, 'utf8')));
    return kept.store === store ? kept : undefined;
  } catch {
    return undefined;
  }
}
