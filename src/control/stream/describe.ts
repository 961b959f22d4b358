import * as z from 'zod';
import type { Event } from '../../domain/event/event.js';
import type { FaultRule } from '../../domain/fault/fault.js';
import type { World } from '../../domain/world.js';
import { withoutSecretsInUrl } from '../../simulation/journal/hide-secrets.js';
import type { NumberedEntry } from '../../simulation/journal/journal.js';
import { WORLD_CHANGES, type WorldEvent } from '../../simulation/world-news.js';
import { changeShape, describeChange } from '../changes.js';
import { taskShape } from '../describe-task.js';
import { clockShape } from '../operations/clock.js';
import { describeRule, faultShape } from '../operations/faults.js';
import { STREAM_KINDS } from './stream-kinds.js';

const ENVIRONMENT = { environment: z.string() };
const id = z.int().describe('its number: of GET /journal, of GET /events');

/** What stands in `data` of each event of a stream, by the name of the event. */
export const STREAM_EVENTS = {
  start: z
    .object({
      ...ENVIRONMENT,
      kinds: z.array(z.enum(STREAM_KINDS)),
      requests: z.int().describe('the last request that there was'),
      changes: z.int().describe('the last change that there was'),
    })
    .describe('what comes is newer than this; tasks and clock are told anew after it'),
  request: z.object({
    ...ENVIRONMENT,
    id,
    date: z.string().describe('ISO 8601, of the environment'),
    milliseconds: z.number().describe('how long it took, in real time'),
    method: z.string(),
    url: z.string(),
    operation: z.string().nullable().describe('null: no operation has this path'),
    accountUuid: z.string().nullable(),
    account: z.string().nullable().describe('its name'),
    jobUuid: z.string().nullable(),
    status: z.int().describe('0: the connection ended without an answer'),
    faultUuid: z.string().nullable().describe('the fault rule that made the answer'),
  }),
  change: changeShape.extend({ ...ENVIRONMENT, id }),
  task: taskShape.extend(ENVIRONMENT).describe('it came, or is another one than before'),
  taskGone: z.object({ ...ENVIRONMENT, id: z.int(), jobUuid: z.string().nullable() }),
  clock: clockShape.extend(ENVIRONMENT).describe('it was set or moved'),
  fault: faultShape.extend({
    ...ENVIRONMENT,
    what: z.enum(['made', 'fired', 'removed']),
  }),
  world: z.object({
    ...ENVIRONMENT,
    what: z.enum(WORLD_CHANGES),
    date: z.string().describe('ISO 8601, real time'),
  }),
  gap: z.object({
    kind: z.enum(STREAM_KINDS).nullable().describe('null: of all that was asked for'),
    from: z.int().nullable().describe('the first one that is not told; null: nobody knows'),
    to: z.int().nullable(),
    reason: z
      .enum(['forgotten', 'many', 'otherWorld', 'slow'])
      .describe(
        'forgotten: it is kept no more; many: too much at once; otherWorld: the id was of a world that is there no more; slow: more waited for the reader than may wait, and the stream ends',
      ),
  }),
  end: z.object({
    reason: z
      .enum(['reset', 'restored', 'imported', 'removed', 'closed', 'failed'])
      .describe('what became of the world; closed: the emulator ends'),
  }),
} as const;

export type StreamEventName = keyof typeof STREAM_EVENTS;
export type StreamEventData<N extends StreamEventName> = z.infer<(typeof STREAM_EVENTS)[N]>;

export function describeRequest(
  { name, repositories }: World,
  entry: NumberedEntry,
): StreamEventData<'request'> {
  const { accountUuid } = entry;
  return {
    environment: name,
    id: entry.id,
    date: new Date(entry.date).toISOString(),
    milliseconds: Math.round(entry.milliseconds * 1000) / 1000,
    method: entry.method,
    url: withoutSecretsInUrl(entry.url),
    operation: entry.operation,
    accountUuid,
    account: accountUuid === null ? null : (repositories.accounts.find(accountUuid)?.name ?? null),
    jobUuid: entry.jobUuid,
    status: entry.status,
    faultUuid: entry.faultUuid,
  };
}

export const describeEvent = (
  environment: string,
  event: Event,
  name: string | null,
): StreamEventData<'change'> => ({ environment, id: event.id, ...describeChange(event, name) });

export const describeFault = (
  environment: string,
  what: StreamEventData<'fault'>['what'],
  rule: FaultRule,
): StreamEventData<'fault'> => ({ environment, what, ...describeRule(rule) });

export const describeNews = ({
  environment,
  what,
  date,
}: WorldEvent): StreamEventData<'world'> => ({
  environment,
  what,
  date: new Date(date).toISOString(),
});
