import type { History } from '../domain/history.js';
import { rmSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { conflict, notFound } from '../core/control-error.js';
import { didYouMean } from '../core/nearest.js';
import { realTime } from '../core/clock.js';
import { removeDatabase, sync } from '../persistence/database-file.js';
import type { EnvironmentStorage, SnapshotDescription } from '../simulation/environment-host.js';
import type { FrozenWorld } from './frozen-world.js';
import type { DataDirectory } from './data-directory.js';
import type { Environment } from './environment.js';
import { checkName } from './refusals.js';
import { blobsBeside, type Worlds } from './worlds.js';

const MOST_SNAPSHOTS = 100;

/** The environment that the snapshots are of. */
interface Subject {
  readonly name: string;
  readonly storage: EnvironmentStorage;
  freeze(history: History): FrozenWorld;
  awake(): Environment;
}

interface SnapshotsParts {
  readonly directory: DataDirectory;
  readonly worlds: Worlds;
  readonly forget: (world: FrozenWorld) => void;
}

/** The snapshots of one environment: of a world in memory in memory, of one in a file in files. */
export class Snapshots {
  readonly #kept = new Map<string, FrozenWorld & { readonly createDate: number }>();

  constructor(
    private readonly place: Subject,
    private readonly parts: SnapshotsParts,
  ) {}

  list(): SnapshotDescription[] {
    const { name, storage } = this.place;
    const found =
      storage === 'file'
        ? this.parts.directory.snapshots(name)
        : [...this.#kept].map(([snapshot, { bytes, createDate }]) => ({
            name: snapshot,
            bytes: bytes.length,
            createDate,
          }));
    return found.map((snapshot) => ({ ...snapshot, environment: name }));
  }

  /** @throws {ControlError} `notFound` when there is none of this name */
  find(snapshot: string): SnapshotDescription {
    const all = this.list();
    const found = all.find((each) => each.name === snapshot);
    if (found) return found;
    const names = all.map(({ name }) => name);
    throw notFound(
      `the environment '${this.place.name}' has no snapshot '${snapshot}'${didYouMean(snapshot, names)}`,
    );
  }

  /** Keeps the world as it is now. @throws {ControlError} for a name that is taken, or one too many */
  async take(snapshot: string, history: History): Promise<SnapshotDescription> {
    checkName('a snapshot', snapshot);
    const { name, storage } = this.place;
    const known = this.list();
    if (known.some((each) => each.name === snapshot)) {
      throw conflict(`the environment '${name}' has a snapshot '${snapshot}' already`);
    }
    if (known.length >= MOST_SNAPSHOTS) {
      throw conflict(
        `the environment '${name}' has ${MOST_SNAPSHOTS} snapshots, which is the most; delete one`,
      );
    }
    if (storage === 'memory') {
      this.#kept.set(snapshot, { ...this.place.freeze(history), createDate: realTime() });
    } else {
      await this.parts.worlds.copy(this.place.awake(), this.#pathOf(snapshot), history);
    }
    return this.find(snapshot);
  }

  /** Keeps one that was taken elsewhere. */
  async add(snapshot: string, createDate: number, world: FrozenWorld): Promise<void> {
    if (this.place.storage === 'memory') this.#kept.set(snapshot, { ...world, createDate });
    else {
      const path = this.#pathOf(snapshot);
      await this.parts.worlds.write(world, path);
      utimesSync(path, createDate / 1000, createDate / 1000);
      this.parts.forget(world);
    }
  }

  /** The world of a snapshot. @throws {ControlError} `notFound` when there is none of this name */
  world(snapshot: string): FrozenWorld {
    this.find(snapshot);
    return this.#kept.get(snapshot) ?? this.parts.worlds.readKept(this.#pathOf(snapshot));
  }

  /** @throws {ControlError} `notFound` when there is none of this name */
  remove(snapshot: string): void {
    this.find(snapshot);
    const kept = this.#kept.get(snapshot);
    this.#kept.delete(snapshot);
    if (kept) this.parts.forget(kept);
    else {
      const path = this.#pathOf(snapshot);
      removeDatabase(path);
      rmSync(blobsBeside(path), { recursive: true, force: true });
      sync(dirname(path));
    }
  }

  /** The worlds that are kept in memory. */
  worlds(): FrozenWorld[] {
    return [...this.#kept.values()];
  }

  #pathOf(snapshot: string): string {
    return this.parts.directory.snapshotOf(this.place.name, snapshot);
  }
}
