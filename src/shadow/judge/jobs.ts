import type { Exchange } from '../exchange.js';
import type { WorldAnswer } from './ask-world.js';

/** Where the world was before a write. */
export interface Mark {
  /** How many writes it had seen then, this one among them: who comes later stays. */
  readonly writes: number;
  readonly point: string | undefined;
}

/** A call that the cloud has accepted, with what the world has made of it. */
export interface OpenJob {
  readonly exchange: Exchange;
  /** What it came to in the world. */
  readonly answer: WorldAnswer;
  readonly mark: Mark | undefined;
}

/** A job of which nobody saw the end is forgotten after so many ms: it may have ended long ago. */
const PATIENCE = 10 * 60_000;
/** So many are remembered. */
const MOST = 10_000;

const JOB_PATH = /\/v1\/api-jobs\/([^/?]+)(?:\?|$)/;

/** The job that a request looks at. */
export const jobIn = ({ method, path }: Pick<Exchange, 'method' | 'path'>): string | undefined =>
  method === 'GET' ? JOB_PATH.exec(path)?.[1] : undefined;

/** Jobs of the cloud that are under way as far as anybody has seen. */
export class Jobs {
  readonly #open = new Map<string, OpenJob>();
  readonly #ended = new Set<string>();
  /** Until when work was under way of which the end was seen. */
  #lastEnd = -Infinity;

  begin(uuid: string, job: OpenJob): void {
    this.#open.set(uuid, job);
    if (this.#open.size > MOST) {
      for (const [first] of this.#open) {
        this.#open.delete(first);
        return;
      }
    }
  }

  /** Its end was seen; answers it, and whether another one was under way beside it. */
  end(
    uuid: string,
    { answered }: Exchange,
  ): { readonly job: OpenJob; readonly isBesideJob: boolean } | undefined {
    const job = this.#open.get(uuid);
    if (!job) return undefined;
    this.#open.delete(uuid);
    const isBesideJob = this.wereUnderWay(job.exchange);
    this.#lastEnd = Math.max(this.#lastEnd, answered);
    this.#ended.add(uuid);
    if (this.#ended.size > MOST) this.#ended.clear();
    return { job, isBesideJob };
  }

  hasEnded(uuid: string): boolean {
    return this.#ended.has(uuid);
  }

  clear(): void {
    this.#open.clear();
  }

  /** Whether a job may have been under way while this was asked. */
  wereUnderWay({ began }: Exchange): boolean {
    for (const [uuid, { exchange }] of this.#open) {
      if (began - exchange.answered <= PATIENCE) return true;
      this.#open.delete(uuid);
    }
    return began < this.#lastEnd;
  }
}
