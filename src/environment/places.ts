import type { EnvironmentStorage } from '../simulation/environment-host.js';
import type { Birth } from './birth.js';
import type { Environment } from './environment.js';
import type { EnvironmentsParts } from './environments-parts.js';
import type { FrozenWorld } from './frozen-world.js';
import { KeptPorts } from './kept-ports.js';
import { mostOpenWorlds } from './open-files.js';
import { Place, type PlaceParts } from './place.js';
import { checkName, nameTaken, noEnvironment, noFiles, tooMany } from './refusals.js';
import { removeFolder, type Worlds } from './worlds.js';

/** The places of all environments, by name, and how many there may be. */
export class Places {
  readonly #parts: EnvironmentsParts;
  readonly #placeParts: PlaceParts;
  readonly ports: KeptPorts;
  readonly #places = new Map<string, Place>();
  /** Names of those that are just being made: they count, too. */
  readonly #coming = new Set<string>();
  readonly #mostOpen = mostOpenWorlds();
  #isBegun = false;

  constructor(parts: EnvironmentsParts, worlds: Worlds) {
    this.#parts = parts;
    const { limits, log, ports: listener } = parts;
    this.ports = new KeptPorts({ listener, most: limits.ports, log });
    this.#placeParts = {
      directory: parts.directory,
      worlds,
      ports: this.ports,
      release: parts.release,
      largest: parts.limits.largest,
      onOpened: parts.onOpened,
      onAwake: (place) => this.#closeOthers(place),
      log: parts.log,
      forget: (...all) => this.forget(...all),
    };
  }

  all(): Place[] {
    return [...this.#places.values()];
  }

  find(name: string): Place | undefined {
    return this.#places.get(name);
  }

  /** @throws {ControlError} `notFound` when there is none */
  get(name: string): Place {
    const place = this.#places.get(name);
    if (place) return place;
    throw noEnvironment(name, [...this.#places.keys()]);
  }

  add(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    environment: Environment | undefined,
  ): Place {
    const place = new Place(this.#placeParts, name, storage, birth);
    this.#places.set(name, place);
    if (this.#isBegun) place.begin();
    if (environment) place.settle(environment);
    return place;
  }

  /** Lets the work of all worlds begin: from now on it goes on in each that is opened. */
  begin(): void {
    this.#isBegun = true;
    for (const place of this.all()) place.begin();
  }

  /** Few enough files of worlds are open, so that descriptors are left for clients: who was used last stays. */
  #closeOthers(opened: Place): void {
    const open = this.all().filter(
      ({ storage, environment }) => storage === 'file' && environment !== undefined,
    );
    let tooMany = open.length - 1 - this.#mostOpen;
    if (tooMany <= 0) return;
    for (const place of open.toSorted((a, b) => a.lastUsed - b.lastUsed)) {
      if (tooMany > 0 && place !== opened && place.doze()) tooMany--;
    }
  }

  /** Forgets a place, and gives its port back. */
  delete(name: string): void {
    this.#places.delete(name);
    this.ports.release(name);
  }

  clear(): void {
    this.#places.clear();
  }

  /** @throws {ControlError} when no environment of this name can be made now */
  checkNew(name: string, storage: EnvironmentStorage): void {
    checkName('an environment', name);
    if (this.#places.has(name)) throw nameTaken(name);
    this.checkRoom();
    if (storage === 'file' && this.#parts.directory.root === undefined) throw noFiles();
  }

  /** @throws {ControlError} when there are as many environments as there may be */
  checkRoom(): void {
    const { most } = this.#parts.limits;
    if (this.#places.size + this.#coming.size >= most) throw tooMany(most);
  }

  /** Makes an environment, which counts from now on. */
  async reserve<T>(name: string, storage: EnvironmentStorage, make: () => Promise<T>): Promise<T> {
    this.checkNew(name, storage);
    this.#coming.add(name);
    try {
      return await make();
    } finally {
      this.#coming.delete(name);
    }
  }

  /** Removes the files of worlds that stood still, unless some place still needs them. */
  forget(...worlds: readonly (FrozenWorld | undefined)[]): void {
    for (const blobs of worlds.map((world) => world?.blobs)) {
      if (blobs === undefined) continue;
      const isHeld = this.all().some((place) => place.holds(blobs));
      if (!isHeld) removeFolder(blobs);
    }
  }
}
