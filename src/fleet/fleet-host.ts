import type { Readable } from 'node:stream';
import { conflict, ControlError } from '../core/control-error.js';
import type { History } from '../domain/history.js';
import { MovingWorlds } from '../environment/moving-worlds.js';
import type {
  EnvironmentDescription,
  EnvironmentHost,
  ExportedEnvironment,
  NewEnvironment,
  SnapshotDescription,
} from '../simulation/environment-host.js';
import type { ExportOptions } from '../simulation/export-options.js';
import type { FleetView } from '../simulation/fleet-view.js';
import type { Fleet } from './fleet.js';
import type { FleetWorlds } from './fleet-worlds.js';
import type { KeptWorld } from './kept-world.js';
import { asRefusal, asRefusalOfHeld } from './refusals.js';
import type { SharedSources } from './shared-sources.js';

/**
 * What is done with environments as wholes where several processes share them: what changes which there are, or what they
 * are reset to, is in the store before it is answered. Those who call it have reached the world that they name.
 */
export class FleetHost implements EnvironmentHost {
  constructor(
    private readonly host: EnvironmentHost,
    private readonly worlds: MovingWorlds,
    private readonly members: Fleet,
    private readonly sources: SharedSources,
    private readonly fleetWorlds: FleetWorlds,
  ) {}

  get fleet(): FleetView {
    const { fleetWorlds, sources } = this;
    return { worlds: (after, limit) => fleetWorlds.worlds(after, limit), sources };
  }

  list(): EnvironmentDescription[] {
    return this.host.list();
  }

  describe(name: string): EnvironmentDescription {
    return this.host.describe(name);
  }

  async create(wanted: NewEnvironment): Promise<EnvironmentDescription> {
    const name = wanted.name ?? this.worlds.newName();
    this.worlds.checkNew(name, wanted.storage ?? 'memory');
    const { from } = wanted;
    if (from.kind === 'export') return this.#createFrom(from.export, name, wanted);
    if (from.kind !== 'seed') {
      await this.members.reach(from.environment);
      await this.members.kept(from.environment)?.snapshots;
    }
    return this.#made(name, () => this.host.create({ ...wanted, name }));
  }

  /** What is fetched is looked at before anybody hears of the new name. */
  async #createFrom(
    source: string,
    name: string,
    wanted: NewEnvironment,
  ): Promise<EnvironmentDescription> {
    const world = await this.sources.world(source, name);
    try {
      return await this.#made(name, () => this.worlds.make(name, wanted, world, source));
    } finally {
      // What the environment needs of it stays.
      this.worlds.forget(world);
    }
  }

  async reset(name: string): Promise<EnvironmentDescription> {
    const reset = await this.host.reset(name);
    await this.#stored(name, 'storedLater', (kept) => kept.store());
    return reset;
  }

  async remove(name: string): Promise<void> {
    const kept = this.members.kept(name);
    const removeHere = async () => {
      await this.host.remove(name);
      this.members.forget(name);
    };
    try {
      // First for all: what is removed only here would come back.
      await kept?.remove();
    } catch (error) {
      // The store is asked until it answers.
      kept?.leaving?.then(removeHere).catch(() => undefined);
      throw asRefusalOfHeld(name, error, 'removedLater');
    }
    await removeHere();
  }

  /** Removes one that nobody used for so long as it may be unused, if it is still this replica's. */
  async removeIdle(name: string): Promise<void> {
    await this.members.reach(name);
    if (this.members.kept(name)) await this.remove(name);
  }

  listSnapshots(name: string): SnapshotDescription[] {
    return this.host.listSnapshots(name);
  }

  async takeSnapshot(
    name: string,
    snapshot: string,
    history: History,
  ): Promise<SnapshotDescription> {
    await this.members.kept(name)?.snapshots;
    const taken = await this.host.takeSnapshot(name, snapshot, history);
    try {
      await this.#stored(name, 'notDone', (kept) => kept.storeSnapshot(taken));
    } catch (error) {
      await this.host.removeSnapshot(name, snapshot);
      throw error;
    }
    return taken;
  }

  async restoreSnapshot(name: string, snapshot: string): Promise<EnvironmentDescription> {
    await this.members.kept(name)?.snapshots;
    const restored = await this.host.restoreSnapshot(name, snapshot);
    await this.#stored(name, 'storedLater', (kept) => kept.store());
    return restored;
  }

  async removeSnapshot(name: string, snapshot: string): Promise<void> {
    const kept = this.members.kept(name);
    await kept?.snapshots;
    const isHere = this.host.listSnapshots(name).some((each) => each.name === snapshot);
    // First for all: what is removed only here would come back.
    if (isHere || kept?.hasStored(snapshot)) {
      await this.#stored(name, 'notDone', (world) => world.removeSnapshot(snapshot));
      if (!isHere) return;
    }
    await this.host.removeSnapshot(name, snapshot);
  }

  exportWorld(name: string, options: ExportOptions): Promise<ExportedEnvironment> {
    return this.host.exportWorld(name, options);
  }

  async importWorld(name: string, bytes: Readable): Promise<EnvironmentDescription> {
    if (!this.members.kept(name) && MovingWorlds.isMoving(name)) {
      return this.#made(name, () => this.host.importWorld(name, bytes));
    }
    const imported = await this.host.importWorld(name, bytes);
    await this.#stored(name, 'storedLater', (kept) => kept.storeWhole());
    return imported;
  }

  async #made(
    name: string,
    make: () => Promise<EnvironmentDescription>,
  ): Promise<EnvironmentDescription> {
    try {
      return await this.members.make(name, make);
    } catch (error) {
      // What is wrong with a seed or a file is its sender's to mend: nothing of it came out of the store.
      throw error instanceof ControlError ? error : asRefusal(name, error);
    }
  }

  async #stored(
    name: string,
    /** What became of it where the store does not answer. */
    otherwise: 'notDone' | 'storedLater',
    store: (kept: KeptWorld) => Promise<void>,
  ): Promise<void> {
    const kept = this.members.kept(name);
    if (!kept) {
      if (MovingWorlds.isMoving(name)) throw conflict(`the environment '${name}' was handed over`);
      return;
    }
    try {
      await store(kept);
    } catch (error) {
      throw asRefusalOfHeld(name, error, otherwise);
    }
  }
}
