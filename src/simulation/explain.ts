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
  const before = beginningOf(world, resource, events);
  return { resource, events, story: before === undefined ? story : [before, ...story] };
}

/**
 * What precedes the events where none tells how a resource came into being: a larger seed leaves none for each,
 * and events may have been forgotten, or left behind by a copy. Undefined where one tells it.
 */
function beginningOf(
  world: World,
  resource: NamedResource | undefined,
  events: readonly Event[],
): string | undefined {
  if (resource && resource.state === null && resource.status === null) return stateless(resource);
  const ofItself = events.filter(({ onUuid }) => onUuid === null);
  if (ofItself.some(({ before }) => before === null)) return undefined;
  const begin = beginOfHistory(world);
  if (begin !== undefined) {
    return `what happened before ${begin} is not known here: of a long history the last events are kept, and a copy takes the last 2,000`;
  }
  return resource && bySeed(resource, ofItself);
}

/** When the oldest event happened that is known, where there were others before it: ISO 8601. */
export function beginOfHistory({ repositories }: World): string | undefined {
  const [oldest] = repositories.events.list({ resourceUuid: null, since: 0, limit: 1 });
  return oldest && oldest.id > 1 ? new Date(oldest.date).toISOString() : undefined;
}

/** What has no state, such as a group of snapshots, leaves no events. */
const stateless = ({ type, createDate }: NamedResource): string =>
  `${new Date(createDate).toISOString()}: the ${type} came into being; of what has no state it is not noted why`;

function bySeed(
  { type, state, status, createDate }: NamedResource,
  ofItself: readonly Event[],
): string {
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
