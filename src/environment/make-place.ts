import { isFull } from '../core/api-error.js';
import { Chance } from '../core/chance.js';
import { realTime } from '../core/clock.js';
import { ControlError } from '../core/control-error.js';
import { DatabaseUnusable } from '../persistence/database-unusable.js';
import type {
  EnvironmentSource,
  EnvironmentStorage,
  NewEnvironment,
} from '../simulation/environment-host.js';
import { noFleet } from '../simulation/fleet-view.js';
import type { Birth, Origin } from './birth.js';
import { DEFAULT_ENVIRONMENT } from './data-directory.js';
import type { Environment } from './environment.js';
import type { EnvironmentsParts, ReadSeed, SeedOrigin } from './environments-parts.js';
import type { FrozenWorld } from './frozen-world.js';
import type { Place } from './place.js';
import type { Places } from './places.js';
import { asRefusal, tooLarge, unusableSeed } from './refusals.js';
import type { Worlds } from './worlds.js';

type OwnOfBirth = Pick<Birth, 'idleLimit' | 'port' | 'release'>;

type OtherWorld = Exclude<EnvironmentSource, { kind: 'seed' | 'export' }>;

/** The state at birth of a larger world is not kept in memory beside it: a reset makes it anew. */
export const LARGEST_KEPT = 16 * 2 ** 20;

/** Makes environments: of a seed, of another environment, of a snapshot, of a frozen world. */
export class PlaceMaker {
  readonly #parts: EnvironmentsParts;
  readonly #worlds: Worlds;
  readonly #places: Places;
  readonly #names = Chance.unseeded();

  constructor(parts: EnvironmentsParts, worlds: Worlds, places: Places) {
    this.#parts = parts;
    this.#worlds = worlds;
    this.#places = places;
  }

  newName(): string {
    return `env-${this.#names.uuid().slice(0, 12)}`;
  }

  newBirth(origin: Origin, { idleLimit, port, release }: OwnOfBirth): Birth {
    const own = {
      ...(port === undefined ? {} : { port }),
      ...(release === undefined ? {} : { release }),
    };
    return { id: this.#names.uuid(), origin, idleLimit, createDate: realTime(), ...own };
  }

  /** Makes what was asked for. */
  async make(name: string, storage: EnvironmentStorage, wanted: NewEnvironment): Promise<Place> {
    const { from } = wanted;
    const idleLimit = wanted.idleLimit ?? this.#parts.limits.idle;
    if (from.kind === 'seed') {
      const seed = await this.readSeed(from);
      const release = wanted.release ?? seed.release;
      return this.#places.ports.making(name, wanted.port ?? seed.port, (port) =>
        this.#makeFromSeed(name, storage, this.newBirth(from, { idleLimit, port, release }), seed),
      );
    }
    // Where there is a fleet it is made by that.
    if (from.kind === 'export') throw noFleet();
    const release = wanted.release ?? this.#places.get(from.environment).birth.release;
    return this.#places.ports.making(name, wanted.port ?? undefined, (port) =>
      this.#makeFromOther(name, storage, { ...wanted, from }, { idleLimit, port, release }),
    );
  }

  async #makeFromOther(
    name: string,
    storage: EnvironmentStorage,
    { from, history }: Pick<NewEnvironment, 'history'> & { readonly from: OtherWorld },
    kept: OwnOfBirth,
  ): Promise<Place> {
    // From the last look on nobody else has a turn until the source is frozen.
    while (this.#places.get(from.environment).changing) {
      await this.#places.get(from.environment).changing;
    }
    const source = this.#places.get(from.environment);
    const isSnapshot = from.kind === 'snapshot';
    const origin: Origin = isSnapshot
      ? { kind: 'snapshot', name: `${source.name}/${from.snapshot}` }
      : { kind: 'environment', name: source.name };
    const frozen = isSnapshot ? source.snapshots.world(from.snapshot) : source.freeze(history);
    // Until a file is made of it others have turns, and what was frozen may go when its source changes.
    const mayGo = isSnapshot || storage === 'file';
    const world = mayGo ? this.#worlds.detached(frozen) : frozen;
    try {
      return await this.makeFrom(name, storage, this.newBirth(origin, kept), world);
    } finally {
      this.#places.forget(world);
    }
  }

  /** A new environment of a frozen world, which is also what it is reset to. */
  async makeFrom(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    world: FrozenWorld,
  ): Promise<Place> {
    const { directory, limits } = this.#parts;
    if (world.bytes.length > limits.largest) throw tooLarge(limits.largest);
    if (storage === 'memory') {
      const place = this.#places.add(name, storage, birth, undefined);
      place.sleepAs(world);
      return place;
    }
    const environment = await this.#orNothing(name, async () => {
      await this.#worlds.write(world, directory.originOf(name, birth.id));
      this.#worlds.replace(name, await this.#worlds.prepare(world, birth), world);
      return this.#worlds.open(name, storage);
    });
    const place = this.#places.add(name, storage, birth, environment);
    place.beginNew(environment);
    return place;
  }

  /** Makes the files of an environment, or leaves none of them. */
  async #orNothing<T>(name: string, make: () => Promise<T>): Promise<T> {
    const { directory } = this.#parts;
    // Of an earlier one of this name.
    directory.remove(name);
    try {
      return await make();
    } catch (error) {
      directory.remove(name);
      throw error;
    }
  }

  async #makeFromSeed(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    seed: ReadSeed,
  ): Promise<Place> {
    // Of an earlier one of this name.
    if (storage === 'file') this.#parts.directory.remove(name);
    const environment = await this.filled(name, storage, birth, seed);
    const place = this.#places.add(name, storage, birth, environment);
    if (environment.bytes <= LARGEST_KEPT) place.keepOrigin(place.freeze(), seed.fingerprint);
    place.beginNew(environment);
    return place;
  }

  /** A new world, filled by a seed. @throws {ControlError} when it cannot be */
  async filled(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    seed: ReadSeed,
  ): Promise<Environment> {
    const { largest } = this.#parts.limits;
    try {
      return await this.#worlds.filled(name, storage, async (environment) => {
        if (name !== DEFAULT_ENVIRONMENT) environment.limit(largest);
        await seed.fill(environment);
        environment.birth = birth;
      });
    } catch (error) {
      // A full disk has words of its own.
      if (error instanceof DatabaseUnusable) throw error;
      throw isFull(error) ? tooLarge(largest) : asRefusal(error);
    }
  }

  /** @throws {ControlError} `invalid` when it cannot be used */
  async readSeed(origin: SeedOrigin): Promise<ReadSeed> {
    try {
      return await this.#parts.readSeed(origin);
    } catch (error) {
      // What all replicas share may be out of reach just now.
      throw error instanceof ControlError ? error : unusableSeed(error);
    }
  }
}
