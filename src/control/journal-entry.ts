import * as z from 'zod';
import { withoutSecrets } from '../simulation/journal/hide-secrets.js';
import type { NumberedEntry } from '../simulation/journal/journal.js';

/** One request and its answer as the emulator's own API tells them. */
export const journalEntryShape = z.object({
  id: z.int(),
  environment: z.string(),
  date: z.string().describe('ISO 8601, of the environment'),
  milliseconds: z.number().describe('how long it took, in real time'),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  operation: z.string().nullable().describe('null: no operation has this path'),
  accountUuid: z.string().nullable(),
  jobUuid: z.string().nullable(),
  status: z.int().describe('0: the connection ended without an answer'),
  faultUuid: z.string().nullable().describe('the fault rule that made the answer'),
  requestBody: z.string().describe('at most 16 KiB of it'),
  answerBody: z.string().describe('at most 16 KiB of it'),
});

export type DescribedEntry = z.infer<typeof journalEntryShape>;

/** The entry in its public form, without secrets. */
export const describeEntry = (environment: string, entry: NumberedEntry): DescribedEntry =>
  describeShown(environment, withoutSecrets(entry));

/** The same of an entry whose secrets were hidden before. */
export function describeShown(environment: string, entry: NumberedEntry): DescribedEntry {
  const {
    parameters: _parameters,
    started: _started,
    headers,
    date,
    milliseconds,
    ...more
  } = entry;
  return {
    environment,
    ...more,
    date: new Date(date).toISOString(),
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
  };
}
