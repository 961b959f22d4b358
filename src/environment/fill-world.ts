import type { World } from '../domain/world.js';
import type { Database } from '../persistence/database.js';
import { withFewerPages } from '../persistence/fewer-pages.js';
import { compact } from '../persistence/freeze.js';
import type { SettingsStore } from '../persistence/settings-store.js';

/**
 * Fills an empty world step by step and remembers the seed's name, all or nothing. Others get their turn
 * between the steps: nobody else may know of the world yet.
 */
export async function fillWorld(
  { unitOfWork, clock, progression, keys }: World,
  database: Database,
  settings: SettingsStore,
  name: string,
  steps: Iterable<unknown>,
  othersTurn: () => Promise<void>,
): Promise<void> {
  const before = { clock: clock.state, progression: progression.state };
  const filled = async () => {
    for (const _step of steps) await othersTurn();
    settings.save('seed', name);
    // From here on, so that copies have the same addresses.
    keys.keepSecret();
    // A seed may say how the clock runs and how work goes on.
    if (clock.state !== before.clock) settings.save('clock', clock.state);
    if (progression.state !== before.progression) settings.save('progression', progression.state);
  };
  await withFewerPages(database, () => unitOfWork.runLong(filled));
  compact(database);
}
