import * as z from 'zod';
import { errorCodeSchema } from '../contract/error-code.js';
import { inventory } from '../contract/inventories/inventory.js';

/** What a clean-up of trash answers: the old form and, piece by piece, the new one. */
export const CLEAN_UP = {
  result: inventory('org.zstack.header.core.trash.CleanTrashResult', {
    resourceUuids: z.array(z.string()),
    details: z.array(z.string()),
    size: z.int().describe('bytes'),
  }),
  results: z.array(
    inventory('org.zstack.header.core.trash.TrashCleanupResult', {
      trashId: z.int(),
      resourceUuid: z.string().nullable(),
      success: z.boolean(),
      error: errorCodeSchema.nullable(),
      size: z.int().describe('bytes'),
    }),
  ),
} as const;
