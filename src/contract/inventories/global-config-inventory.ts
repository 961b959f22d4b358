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

/** An entry with the value that holds. */
export type GlobalConfigRow = z.infer<typeof globalConfigInventory> & { readonly id: number };

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
