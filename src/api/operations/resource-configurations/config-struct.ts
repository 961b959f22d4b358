import * as z from 'zod';
import {
  resourceConfigInventory,
  toResourceConfigInventory,
} from '../../../contract/inventories/resource-config-inventory.js';
import type { World } from '../../../domain/world.js';
import {
  effectiveConfig,
  effectiveConfigs,
  type ConfigPlace,
} from '../../../services/configuration/resource-config.js';

/** One of several entries for a resource: what holds, and where it comes from. */
export const resourceConfigStruct = z
  .object({
    name: z.string(),
    value: z.string(),
    effectiveConfigs: resourceConfigInventory.array(),
  })
  .meta({ id: 'ResourceConfigStruct' });

export const toResourceConfigStruct = (
  world: World,
  place: ConfigPlace,
): z.infer<typeof resourceConfigStruct> => ({
  name: place.name,
  value: effectiveConfig(world, place),
  effectiveConfigs: effectiveConfigs(world, place).map(toResourceConfigInventory),
});
