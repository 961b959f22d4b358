import type { z } from 'zod';
import type { GlobalConfigEntry } from '../../domain/global-config.js';
import { inventory, text } from './inventory.js';

export const globalConfigInventory = inventory('org.zstack.core.config.GlobalConfigInventory', {
  name: text,
  category: text,
  description: text,
  defaultValue: text,
  value: text,
});

export const toGlobalConfigInventory = (
  { name, category, description, defaultValue }: GlobalConfigEntry,
  value: string,
): z.infer<typeof globalConfigInventory> => ({
  name,
  category,
  description,
  defaultValue,
  value,
});
