import { realTime } from '../core/clock.js';

export const WORLD_CHANGES = [
  'made',
  'removed',
  'reset',
  'restored',
  'imported',
  'snapshotTaken',
  'snapshotRemoved',
  'rewound',
] as const;

/** What became of an environment as a whole. */
export type WorldChange = (typeof WORLD_CHANGES)[number];

/** One piece of news about an environment. */
export interface WorldEvent {
  /** Its place among all of the process. */
  readonly id: number;
  readonly what: WorldChange;
  readonly environment: string;
  /** Real time, in ms since 1970. */
  readonly date: number;
}

/** So many are kept for who comes back. */
const KEPT = 100;

/** What became of the environments of one process as wholes: the last of it, and whoever is told. */
export class WorldNews {
  #last: WorldEvent[] = [];
  #count = 0;
  /** Told of each, or undefined. */
  onNews: ((event: WorldEvent) => void) | undefined;

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  tell(what: WorldChange, environment: string): void {
    const event = { id: ++this.#count, what, environment, date: realTime() };
    this.#last.push(event);
    if (this.#last.length > KEPT) this.#last.shift();
    this.onNews?.(event);
  }

  /** Those after one, as far as they are kept. */
  since(id: number): readonly WorldEvent[] {
    return this.#last.filter((event) => event.id > id);
  }
}
