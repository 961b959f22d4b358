import * as z from 'zod';
import type { GlobalConfigEntry } from '../../domain/global-config.js';
import { inventory, text } from './inventory.js';

export const globalConfigInventory = inventory('org.zstack.core.config.GlobalConfigInventory', {
  id: z.int().nullable().describe('answered by queries alone'),
  name: text,
  category: text,
  description: text,
  defaultValue: text,
  value: text,
});

/** An entry with the value that holds. */
export type GlobalConfigRow = z.infer<typeof globalConfigInventory>;

export const toGlobalConfigInventory = (
  { name, category, description, defaultValue }: GlobalConfigEntry,
  value: string,
): z.infer<typeof globalConfigInventory> => ({
  id: null,
  name,
  category,
  description,
  defaultValue,
  value,
});
