import { configMilliseconds, GLOBAL_CONFIG } from '../domain/global-config.js';
import { CHORES } from './chores/index.js';
import { scheduleChore } from './chores/chore.js';
import type { World } from './world.js';

/** Sets an entry of the global configuration. A chore that comes back at an interval follows it at once. */
export function changeGlobalConfig(
  world: World,
  category: string,
  name: string,
  value: string,
): void {
  const { globalConfig, tasks } = world.repositories;
  globalConfig.save(category, name, value);
  for (const chore of CHORES) {
    if (chore.interval === undefined) continue;
    const entry = GLOBAL_CONFIG[chore.interval];
    if (entry.category !== category || entry.name !== name || !tasks.hasChore(chore.name)) continue;
    tasks.removeChores(chore.name, 'all');
    const due = world.clock.now() + configMilliseconds(globalConfig, chore.interval);
    scheduleChore(world, chore.name, 'all', due);
  }
}
