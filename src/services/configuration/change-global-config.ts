import { apiError } from '../../core/api-error.js';
import {
  configFlag,
  configMilliseconds,
  findGlobalConfig,
  GLOBAL_CONFIG,
  GLOBAL_CONFIG_ENTRIES,
  type GlobalConfigEntry,
} from '../../domain/global-config.js';
import { scheduleChore } from '../../jobs/chores/chore.js';
import { followIdleLimit } from '../images/uploads/watch-upload.js';
import type { World } from '../../domain/world.js';

/** Sets an entry of the global configuration. What waits for a time that it says follows it at once. */
export function changeGlobalConfig(
  world: World,
  category: string,
  name: string,
  value: string,
): void {
  const { globalConfig, tasks } = world.repositories;
  globalConfig.save(category, name, value);
  if (findGlobalConfig(category, name) === GLOBAL_CONFIG.uploadMaxIdle) followIdleLimit(world);
  for (const [interval, chore] of world.recurringChores) {
    const entry = GLOBAL_CONFIG[interval];
    if (entry.category !== category || entry.name !== name || !tasks.hasChore(chore)) continue;
    tasks.removeChores(chore, 'all');
    scheduleChore(
      world,
      chore,
      'all',
      world.clock.now() + configMilliseconds(globalConfig, interval),
    );
  }
}

/**
 * What of the world keeps an entry from another value. The real system finds it where it expects nothing wrong.
 * @throws SYS.1000 with the refusal as its text
 */
export function checkChange(
  { repositories }: World,
  { category, name }: GlobalConfigEntry,
  value: string,
): void {
  const { globalConfig, vmNics } = repositories;
  if (findGlobalConfig(category, name) !== GLOBAL_CONFIG.vmMultivNicSupport) return;
  if (!configFlag(globalConfig, 'vmMultivNicSupport') || value.toLowerCase() === 'true') return;
  const several = vmNics.findSeveralOnOneNetwork();
  if (!several) return;
  // The real text has VM and network in each other's place.
  const { code, description, details } = apiError(
    'SYS.1006',
    `unable to enable this function. There are multi nics of L3 network[uuid:${several.vmInstanceUuid}] in the vm[uuid: ${several.l3NetworkUuid}]`,
  ).errorCode;
  throw apiError('SYS.1000', JSON.stringify({ code, description, details }));
}

/** Brings every entry back to its default. */
export function resetGlobalConfig(world: World): void {
  const { globalConfig } = world.repositories;
  for (const { category, name, defaultValue } of GLOBAL_CONFIG_ENTRIES) {
    const value = globalConfig.find(category, name);
    if (value === undefined || value === defaultValue) continue;
    changeGlobalConfig(world, category, name, defaultValue);
  }
}

/** @throws SYS.1007 when there is no such entry */
export function globalConfigEntryOf(category: string, name: string): GlobalConfigEntry {
  const entry = findGlobalConfig(category, name);
  if (entry) return entry;
  throw apiError('SYS.1007', `Unable to find GlobalConfig[category: ${category}, name: ${name}]`);
}

/** The value of an entry that holds now. */
export const globalConfigValue = (
  { repositories }: World,
  { category, name, defaultValue }: GlobalConfigEntry,
): string => repositories.globalConfig.find(category, name) ?? defaultValue;
