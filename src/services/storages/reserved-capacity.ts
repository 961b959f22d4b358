import { parseSize } from '../../core/sizes.js';
import { configBytes, GLOBAL_CONFIG } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';

/** Bytes that an allocation leaves free on a storage: its own value, or the global one. */
export function reservedCapacity({ repositories }: World, backupStorageUuid: string): number {
  const { globalConfig, resourceConfigs } = repositories;
  const { category, name } = GLOBAL_CONFIG.reservedCapacity;
  const own = resourceConfigs.find(category, name, backupStorageUuid);
  return own ? (parseSize(own.value) ?? 0) : configBytes(globalConfig, 'reservedCapacity');
}
