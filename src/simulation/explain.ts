import type { ErrorCode } from '../core/api-error.js';
import type { Event } from '../domain/event/event.js';
import { resourceOf, type NamedResource } from '../services/resources/resource-of.js';
import type { World } from '../domain/world.js';

const MOST_EVENTS = 1000;

/** What became of a resource, and why. */
export interface Explanation {
  readonly resource: NamedResource | undefined;
  readonly events: readonly Event[];
  /** A sentence for each event. */
  readonly story: readonly string[];
}

/** The chain of causes behind a resource (or job), in data and words; undefined when nothing knows it. */
export function explain(world: World, uuid: string): Explanation | undefined {
  const resource = resourceOf(world, uuid);
  const filter = { resourceUuid: uuid, since: 0, limit: MOST_EVENTS };
  const events = world.repositories.events.list(filter);
  if (!resource && events.length === 0) return undefined;
  const story = events.map((event) => sentenceOf(world, event));
  const seeded = resource && untoldBeginning(world, resource, events);
  return { resource, events, story: seeded === undefined ? story : [seeded, ...story] };
}

/**
 * How a resource came into being where no event tells it: a larger seed leaves none for each. Undefined
 * where one does, or where events were forgotten, so that it may have been among them.
 */
function untoldBeginning(
  { repositories }: World,
  { type, state, status, createDate }: NamedResource,
  events: readonly Event[],
): string | undefined {
  const ofItself = events.filter(({ onUuid }) => onUuid === null);
  if (ofItself.some(({ before }) => before === null)) return undefined;
  const [oldest] = repositories.events.list({ resourceUuid: null, since: 0, limit: 1 });
  if (oldest !== undefined && oldest.id > 1) return undefined;
  const field = status === null ? 'state' : 'status';
  const first = ofItself.find((event) => event.field === field)?.before ?? status ?? state;
  return `${new Date(createDate).toISOString()}: the ${type} ${changeOf(field, null, first)}, by the seed`;
}

function sentenceOf(world: World, event: Event): string {
  const { resourceType, onUuid, field, before, after } = event;
  const storage = onUuid === null ? undefined : resourceOf(world, onUuid);
  const what =
    onUuid === null
      ? `the ${resourceType}`
      : `its copy on the backup storage[uuid:${onUuid}, name:${storage?.name ?? 'deleted since'}]`;
  return `${new Date(event.date).toISOString()}: ${what} ${changeOf(field, before, after)}, ${reasonOf(world, event)}`;
}

function changeOf(field: string, before: string | null, after: string | null): string {
  if (before === null) return `came into being with the ${field} ${after}`;
  if (after === null) return `went, with the ${field} ${before}`;
  return `changed its ${field} from ${before} to ${after}`;
}

function reasonOf(world: World, { causeKind, cause, jobUuid }: Event): string {
  const job = jobUuid === null ? undefined : world.repositories.jobs.find(jobUuid);
  const behind = job
    ? ` of ${job.operation}[job:${job.uuid}]${failureOf(job.result, job.state)}`
    : '';
  switch (causeKind) {
    case 'start':
      return `by the ${cause}`;
    case 'call':
      return `by a call of ${cause}${job ? `[job:${job.uuid}]` : ''}`;
    case 'step':
      return `by the step ${cause}${behind}`;
    case 'chore':
      return `by the world's own work ${cause}`;
    case 'rule':
      return `by the fault rule[uuid:${cause}] at a step${behind}`;
    case 'hand':
      return `by hand: ${cause} of the emulator's own API`;
  }
}

function failureOf(result: string | null, state: string): string {
  if (state !== 'Failed' || result === null) return '';
  const { code, details } = JSON.parse(result) as ErrorCode;
  return `, which failed: ${code} ${details}`;
}
