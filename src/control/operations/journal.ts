import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { anyObject, optionalText, requiredText, wholeNumber } from '../../api/params.js';
import { notFound } from '../../core/control-error.js';
import { OthersTurn } from '../../core/others-turn.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import { withoutSecrets } from '../../simulation/journal/hide-secrets.js';
import type { NumberedEntry } from '../../simulation/journal/journal.js';
import { matchCalls, type NearMiss } from '../../simulation/journal/verify.js';
import { harOf } from '../har.js';
import { describeEntry, describeShown, journalEntryShape } from '../journal-entry.js';
import { assertOperation } from '../known-operation.js';

const MOST = 1000;
const FILTERS = {
  operation: optionalText({ description: 'its name; a look at a job is PollJob' }),
  accountUuid: optionalText(),
  jobUuid: optionalText(),
  status: wholeNumber('Integer', { numberRange: [0, 599] }),
  text: optionalText({ description: 'stands in the url or in a body' }),
  since: wholeNumber('long', { description: 'only those after this id' }, 0),
};

interface Filters {
  readonly operation: string | null;
  readonly accountUuid: string | null;
  readonly jobUuid: string | null;
  readonly status: number | null;
  readonly text: string | null;
  readonly since: number;
}

/** What the journal holds of it, without secrets; an unknown operation is a mistake of whoever asks. */
async function entriesOf(
  environment: EnvironmentControl,
  { operation, accountUuid, jobUuid, status, text, since }: Filters,
): Promise<NumberedEntry[]> {
  if (operation !== null) assertKnown(environment, operation);
  const meant = environment.journal
    .list()
    .filter(
      (entry) =>
        entry.id > since &&
        (operation === null || entry.operation === operation) &&
        (accountUuid === null || entry.accountUuid === accountUuid) &&
        (jobUuid === null || entry.jobUuid === jobUuid) &&
        (status === null || entry.status === status),
    );
  const shown = await allWithoutSecrets(meant);
  return text === null ? shown : shown.filter((entry) => says(entry, text));
}

/** To go through a full journal takes a second: others get their turn. */
async function allWithoutSecrets(entries: readonly NumberedEntry[]): Promise<NumberedEntry[]> {
  const turn = new OthersTurn();
  const shown: NumberedEntry[] = [];
  for (const entry of entries) {
    shown.push(withoutSecrets(entry));
    await turn.give();
  }
  return shown;
}

/** Looks only where secrets are hidden, so that nobody can guess them by asking. */
const says = ({ url, requestBody, answerBody }: NumberedEntry, text: string): boolean =>
  [url, requestBody, answerBody].some((part) => part.includes(text));

function assertKnown({ operations }: EnvironmentControl, operation: string): void {
  if (operation !== 'PollJob' && operation !== 'Rewind') assertOperation(operations, operation);
}

export const listJournal = defineControl({
  name: 'ListJournal',
  method: 'GET',
  paths: ['/v1/journal'],
  summary: 'The last requests of clients with their answers; secrets are hidden',
  params: { ...FILTERS, limit: wholeNumber('int', { numberRange: [1, MOST] }, MOST) },
  returns: { inventories: z.array(journalEntryShape).describe('oldest first, the last `limit`') },
  async run(environment, { limit, ...filters }) {
    const entries = await entriesOf(environment, filters);
    return {
      inventories: entries.slice(-limit).map((entry) => describeShown(environment.name, entry)),
    };
  },
});

export const getJournalEntry = defineControl({
  name: 'GetJournalEntry',
  method: 'GET',
  paths: ['/v1/journal/{id}'],
  summary: 'One request of a client with its answer; secrets are hidden',
  params: { id: wholeNumber('long', { required: true, description: 'its number' }, 0) },
  returns: { inventory: journalEntryShape },
  run({ journal, name }, { id }) {
    const entry = journal.list().find((one) => one.id === id);
    if (entry) return { inventory: describeEntry(name, entry) };
    const isForgotten = id >= 1 && id <= journal.lastId;
    throw notFound(
      isForgotten
        ? `the request ${id} is forgotten: EMULATOR_JOURNAL_SIZE and EMULATOR_JOURNAL_BYTES say how many are kept`
        : `there is no request ${id}; GET /emulator/v1/journal lists those that there are`,
    );
  },
});

export const clearJournal = defineControl({
  name: 'ClearJournal',
  method: 'DELETE',
  paths: ['/v1/journal'],
  summary: 'Forgets all requests',
  params: {},
  returns: {},
  run({ journal }) {
    journal.clear();
    return {};
  },
});

export const exportJournal = defineControl({
  name: 'ExportJournal',
  method: 'GET',
  paths: ['/v1/journal/har'],
  summary: 'The journal as an HTTP archive (HAR 1.2)',
  params: FILTERS,
  returns: { log: z.object({ version: z.string(), entries: z.array(z.object({})) }) },
  run: async (environment, filters) => ({
    log: harOf(environment.name, 'localhost', await entriesOf(environment, filters)),
  }),
});

const differenceShape = z.object({
  path: z.string(),
  wanted: z.unknown(),
  found: z.unknown().describe('missing: the call did not say it'),
});

export const verifyJournal = defineControl({
  name: 'VerifyJournal',
  method: 'POST',
  paths: ['/v1/journal/verify'],
  bodyKey: 'params',
  summary: 'Whether clients called an operation with these parameters, as often as they should',
  params: {
    operation: requiredText(),
    match: anyObject({ description: 'what the parameters must hold; they may hold more' }),
    atLeast: wholeNumber('Integer', { numberRange: [0, 1_000_000], description: 'default: 1' }),
    atMost: wholeNumber('Integer', { numberRange: [0, 1_000_000] }),
  },
  returns: {
    inventory: z.object({
      matches: z.boolean(),
      count: z.int(),
      calls: z.array(z.int()).describe('ids of the calls that match'),
      nearestMisses: z
        .array(z.object({ id: z.int(), differences: z.array(differenceShape) }))
        .describe('calls of the operation with the fewest differences'),
    }),
  },
  async run(environment, { operation, match, atLeast, atMost }) {
    assertKnown(environment, operation);
    const calls = environment.journal.list().filter((entry) => entry.operation === operation);
    const entries = await allWithoutSecrets(calls);
    const { matching, nearest: misses } = matchCalls(entries, operation, match ?? {});
    const count = matching.length;
    const least = atLeast ?? (atMost === null ? 1 : 0);
    return {
      inventory: {
        matches: count >= least && (atMost === null || count <= atMost),
        count,
        calls: matching.map(({ id }) => id),
        nearestMisses: misses.map(describeMiss),
      },
    };
  },
});

const describeMiss = ({ entry, differences }: NearMiss) => ({
  id: entry.id,
  differences: differences.map(({ path, wanted, found }) => ({ path, wanted, found })),
});
