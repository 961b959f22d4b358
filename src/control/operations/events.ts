import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalText, requiredText, wholeNumber } from '../../api/params.js';
import { isPlainObject } from '../../core/plain-object.js';
import type { ErrorCode } from '../../core/api-error.js';
import { invalid } from '../../core/control-error.js';
import { didYouMean } from '../../core/nearest.js';
import { CAUSE_KINDS, EVENT_FIELDS, type Event } from '../../domain/event/event.js';
import { beginOfHistory, explain } from '../../simulation/explain.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import { notThere } from '../find-named.js';
import { assertOperation } from '../known-operation.js';

const MOST = 1000;

const eventShape = z.object({
  id: z.int(),
  date: z.string().describe('ISO 8601, of the environment'),
  resourceType: z.string(),
  resourceUuid: z.string().describe("of an image's copy on a backup storage: the image's"),
  onUuid: z.string().nullable().describe("of a copy: the backup storage's"),
  field: z.enum(EVENT_FIELDS),
  before: z.string().nullable().describe('null: it came into being'),
  after: z.string().nullable().describe('null: it went'),
  causeKind: z.enum(CAUSE_KINDS),
  cause: z.string().describe('an operation, a step, a chore, or the uuid of a fault rule'),
  jobUuid: z.string().nullable(),
});

const describeEvent = (event: Event): z.infer<typeof eventShape> => ({
  ...event,
  date: new Date(event.date).toISOString(),
});

export const listEvents = defineControl({
  name: 'ListEvents',
  method: 'GET',
  paths: ['/v1/events'],
  summary: 'Every change of a state or status with its cause, in order; the last 100,000 are kept',
  params: {
    resourceUuid: optionalText({ description: 'default: of all' }),
    since: wholeNumber('long', { description: 'only those after this id' }, 0),
    limit: wholeNumber('int', { numberRange: [1, MOST] }, MOST),
  },
  returns: { inventories: z.array(eventShape) },
  run: ({ world }, filter) => ({
    inventories: world.repositories.events.list(filter).map(describeEvent),
  }),
});

const errorShape = z.object({
  code: z.string(),
  description: z.string(),
  details: z.string(),
});

export const explainResource = defineControl({
  name: 'ExplainResource',
  method: 'GET',
  paths: ['/v1/explain/{uuid}'],
  summary: 'How a resource came to be as it is, and what would refuse an operation on it now',
  params: {
    uuid: requiredText({ description: 'of any resource or job' }),
    operation: optionalText({ description: 'is tried out on it, and all of that undone' }),
    params: optionalText({ description: 'more parameters of the operation, as JSON' }),
  },
  returns: {
    inventory: z.object({
      uuid: z.string(),
      resourceType: z.string().nullable().describe('null: it is gone'),
      name: z.string().nullable(),
      state: z.string().nullable(),
      status: z.string().nullable(),
      story: z.array(z.string()).describe('the events in words'),
      events: z.array(eventShape),
      operation: z
        .object({ name: z.string(), wouldBeRefused: z.boolean(), error: errorShape.nullable() })
        .nullable(),
    }),
  },
  run(environment, { uuid, operation, params }) {
    const { world } = environment;
    const explanation = explain(world, uuid);
    if (!explanation) {
      throw notThere(world, uuid, undefined, beginOfHistory(world));
    }
    const { resource, events, story } = explanation;
    if (operation !== null) assertOperation(environment.operations, operation);
    const given = parametersOf(params);
    refuseUnknown(environment, operation, given);
    const error =
      operation === null ? undefined : environment.tryOut(operation, uuid, resource?.type, given);
    return {
      inventory: {
        uuid,
        resourceType: resource?.type ?? null,
        name: resource?.name ?? null,
        state: resource?.state ?? null,
        status: resource?.status ?? null,
        story,
        events: events.map(describeEvent),
        operation: operation === null ? null : outcomeOf(operation, error),
      },
    };
  },
});

/** A parameter that the operation has not would be tried out by leaving it out. */
function refuseUnknown(
  { operations }: EnvironmentControl,
  operation: string | null,
  given: Readonly<Record<string, unknown>>,
): void {
  const names = Object.keys(operations.get(operation ?? '')?.params ?? {});
  const odd = Object.keys(given).find((name) => !names.includes(name));
  if (odd === undefined) return;
  if (operation === null) throw invalid('params go with an operation');
  throw invalid(`${operation} has no parameter '${odd}'${didYouMean(odd, names)}`);
}

const outcomeOf = (name: string, error: ErrorCode | undefined) => ({
  name,
  wouldBeRefused: error !== undefined,
  error: error ?? null,
});

function parametersOf(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value)) return value;
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw invalid(`the query parameter 'params' is '${text}': expected a JSON object`);
}
