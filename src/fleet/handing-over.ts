import { messageOf } from '../core/code-of.js';
import { eachOf } from './each-of.js';
import { RENEWALS, type FleetParts } from './fleet-parts.js';
import type { KeptWorld } from './kept-world.js';
import type { Session } from './lease/session.js';
import { StoreUnreachable } from './store/object-store.js';
import type { Wants } from './wants.js';

/** How often it is looked for what others ask for, in ms, where a lease is renewed less often. */
const LOOK_FOR_WANTS = 1_000;
/** How long a world stays that another replica handed over, in ms, where a lease is longer. */
const LEAST_STAY = 3_000;
/** So many worlds are handed over at once. */
const AT_ONCE = 4;
/** How long it may take to hand all over at the end, in ms. */
const LONGEST = 30_000;
/** What a try that has begun in time may take beyond that, in ms. */
const LAST_TRY = 1_000;
/** How often it is told how far that has come, in ms. */
const PROGRESS = 1_000;

interface HandingOverParts extends Pick<FleetParts, 'timing' | 'lease' | 'log'> {
  readonly wants: Wants;
  readonly kept: ReadonlyMap<string, KeptWorld>;
  readonly session: () => Session;
  /** A world was handed over. */
  readonly forget: (name: string) => void;
  /** A world is another's already: what is here of it goes. */
  readonly drop: (kept: KeptWorld) => void;
}

/** Hands worlds over to other replicas: those that they ask for, and all at the end. */
export class HandingOver {
  readonly #parts: HandingOverParts;
  #timer: NodeJS.Timeout | undefined;
  #answering: Promise<void> | undefined;

  constructor(parts: HandingOverParts) {
    this.#parts = parts;
  }

  begin(): void {
    const every = Math.min(this.#parts.lease / RENEWALS, LOOK_FOR_WANTS);
    this.#timer = setInterval(() => {
      const { isValid, isStoreReached } = this.#parts.session();
      if (isValid && isStoreReached) this.#answering ??= this.#answerWants();
    }, every).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#answering;
  }

  /** Hands all over, and tells how far that has come. What cannot be handed over in time stays in its file. */
  async all(): Promise<void> {
    const { timing, kept, log } = this.#parts;
    const all = [...kept.values()];
    const deadline = timing.now() + LONGEST;
    if (all.length > 0) log('info', `hands ${all.length} environments over before it ends`);
    const told = setInterval(() => {
      log('info', `hands its environments over: ${kept.size} of ${all.length} are left`);
    }, PROGRESS).unref();
    const handedOver = eachOf(all, AT_ONCE, (world) => this.#handOver(world, deadline));
    // One that was leaving before, or is being removed, waits for the store however long that is gone.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST + LAST_TRY);
    });
    await Promise.race([handedOver, late]);
    clearTimeout(timer);
    clearInterval(told);
    const left = [...kept.keys()];
    if (left.length === 0) return;
    const names = left.slice(0, 20).join(', ');
    log('error', `${left.length} environments could not be handed over in time: ${names}`);
  }

  /** Hands over what others ask for; what was handed over only now stays for a while, or two replicas would play with it. */
  async #answerWants(): Promise<void> {
    const { wants, kept, timing, lease, log } = this.#parts;
    try {
      const { id } = this.#parts.session();
      const stay = Math.min(lease, LEAST_STAY);
      for (const name of await wants.of(id)) {
        const world = kept.get(name);
        if (world && timing.now() - world.since < stay) continue;
        await wants.done(id, name);
        if (world) void this.#handOver(world);
      }
    } catch (error) {
      if (!(error instanceof StoreUnreachable)) {
        log('error', `what others ask for could not be read: ${messageOf(error)}`);
      }
    } finally {
      this.#answering = undefined;
    }
  }

  /** What comes of it stands in the log. */
  async #handOver(world: KeptWorld, deadline?: number): Promise<void> {
    const { name, held } = world;
    try {
      await world.leave(deadline);
      this.#parts.forget(name);
    } catch (error) {
      const text = messageOf(error);
      this.#parts.log('error', `the environment '${name}' could not be handed over: ${text}`);
      if (held.session.isOver) this.#parts.drop(world);
    }
  }
}
