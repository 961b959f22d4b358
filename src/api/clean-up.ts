import { z } from 'zod';

/** What a clean-up of trash answers: the old form and, piece by piece, the new one. */
export const CLEAN_UP = {
  result: z.object({
    resourceUuids: z.array(z.string()),
    details: z.array(z.string()),
    size: z.int(),
  }),
  results: z.array(z.object({ trashId: z.int(), resourceUuid: z.string(), size: z.int() })),
} as const;
