import type { FleetView, FleetWorld } from '../simulation/fleet-view.js';
import { eachOf } from './each-of.js';
import { isThere, readRecord, WORLDS } from './lease/world-record.js';
import { unavailableNow } from '../core/control-error.js';
import { StoreUnreachable, type ObjectStore } from './store/object-store.js';

/** So many records are read at once. */
const AT_ONCE = 16;

/** The worlds of all replicas, as the store knows them: who is behind does not say so there. */
export class FleetWorlds implements Pick<FleetView, 'worlds'> {
  constructor(
    private readonly store: ObjectStore,
    private readonly session: () => string,
  ) {}

  async worlds(after: string | null, limit: number): ReturnType<FleetView['worlds']> {
    try {
      return await this.#page(after, limit);
    } catch (error) {
      throw error instanceof StoreUnreachable ? unavailableNow(error.message) : error;
    }
  }

  async #page(after: string | null, limit: number): ReturnType<FleetView['worlds']> {
    const { folders, isMore } = await this.store.list(WORLDS, {
      most: limit,
      byFolder: true,
      // What stands below the name comes behind it, and is not asked for again.
      after: after === null ? undefined : `${WORLDS}${after}/~`,
    });
    const names = folders.map((folder) => folder.slice(WORLDS.length, -1));
    const found = new Map<string, FleetWorld>();
    await eachOf(names, AT_ONCE, async (name) => {
      const world = await this.#world(name);
      if (world) found.set(name, world);
    });
    return {
      worlds: names.flatMap((name) => found.get(name) ?? []),
      next: isMore ? (names.at(-1) ?? null) : null,
    };
  }

  async #world(name: string): Promise<FleetWorld | undefined> {
    const { record } = (await readRecord(this.store, name)) ?? {};
    if (!record || !isThere(record) || record.state === 'removed') return undefined;
    const { number, state, replica, session, contents } = record;
    return {
      name,
      number,
      state,
      replica,
      isHere: state === 'held' && session === this.session(),
      checkpointDate: contents.checkpointDate,
      bytes: contents.checkpoint.size,
    };
  }
}
