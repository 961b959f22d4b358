import { messageOf } from '../core/code-of.js';
import type { FleetNumbers, FleetParts } from './fleet-parts.js';
import type { KeptWorld } from './kept-world.js';

/** So many worlds are stored at once. */
const AT_ONCE = 4;
/** How often it is looked whether worlds have changed, in ms: a part of what may be lost. */
const LOOK = { part: 8, least: 25, most: 500 };

/** Stores worlds some time after they changed: sooner where nothing more comes, and the oldest change first. */
export class Checkpoints {
  readonly #parts: FleetParts;
  readonly #worlds: () => readonly KeptWorld[];
  readonly #underWay = new Map<KeptWorld, Promise<void>>();
  readonly #failing = new WeakSet<KeptWorld>();
  #timer: NodeJS.Timeout | undefined;
  #done = 0;
  #failures = 0;
  #oldest = 0;

  constructor(parts: FleetParts, worlds: () => readonly KeptWorld[]) {
    this.#parts = parts;
    this.#worlds = worlds;
  }

  get numbers(): Pick<FleetNumbers, 'checkpoints' | 'failures' | 'oldestChange'> {
    return { checkpoints: this.#done, failures: this.#failures, oldestChange: this.#oldest };
  }

  readonly count = (what: 'checkpoint' | 'failure'): void => {
    if (what === 'checkpoint') this.#done++;
    else this.#failures++;
  };

  begin(): void {
    const pause = this.#parts.checkpoint / LOOK.part;
    const every = Math.min(Math.max(pause, LOOK.least), LOOK.most);
    this.#timer = setInterval(() => this.#look(), every).unref();
  }

  /** Begins no more, and waits for those that are under way. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay.values());
  }

  #look(): void {
    const { checkpoint } = this.#parts;
    const changed = this.#worlds()
      .filter((world) => !world.leaving)
      .map((world) => ({ world, ...world.look() }));
    this.#oldest = Math.max(0, ...changed.map(({ age }) => age));
    const due = changed
      .filter(({ world, age, isQuiet }) => {
        const isDue = age >= checkpoint / 2 || (isQuiet && age >= checkpoint / LOOK.part);
        return age > 0 && isDue && world.mayBeStored && !this.#underWay.has(world);
      })
      .toSorted((a, b) => b.age - a.age);
    for (const { world } of due.slice(0, AT_ONCE - this.#underWay.size)) this.#store(world);
  }

  #store(world: KeptWorld): void {
    const storing = world
      .store()
      .then(
        () => void this.#failing.delete(world),
        (error: unknown) => this.#tell(world, messageOf(error)),
      )
      .finally(() => this.#underWay.delete(world));
    this.#underWay.set(world, storing);
  }

  /** Once, until it is stored again. */
  #tell(world: KeptWorld, reason: string): void {
    if (this.#failing.has(world)) return;
    this.#failing.add(world);
    this.#parts.log('warn', `the environment '${world.name}' could not be stored: ${reason}`);
  }
}
