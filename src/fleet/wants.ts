import { MovingWorlds } from '../environment/moving-worlds.js';
import type { ObjectStore } from './store/object-store.js';

const MOST_AT_ONCE = 1000;

/** Notes in the store by which one replica asks another one to hand a world over. */
export class Wants {
  constructor(private readonly store: ObjectStore) {}

  /** Asks the holder of this lease. @throws {StoreUnreachable} */
  async ask(session: string, name: string): Promise<void> {
    await this.store.write(keyOf(session, name), Buffer.from('{}'));
  }

  /** Which worlds a replica is asked for. @throws {StoreUnreachable} */
  async of(session: string): Promise<string[]> {
    const folder = keyOf(session, '');
    const { keys } = await this.store.list(folder, { most: MOST_AT_ONCE });
    return keys
      .map((key) => key.slice(folder.length))
      .filter((name) => MovingWorlds.isMoving(name));
  }

  /** What was asked for is done, or will not be. @throws {StoreUnreachable} */
  async done(session: string, name: string): Promise<void> {
    await this.store.remove(keyOf(session, name));
  }
}

const keyOf = (session: string, name: string): string => `wants/${session}/${name}`;
