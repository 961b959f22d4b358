import * as z from 'zod';
import { CAUSE_KINDS, EVENT_FIELDS, type Event } from '../domain/event/event.js';
import type { World } from '../domain/world.js';
import { resourceOf } from '../services/resources/resource-of.js';

/** One change of a state or status, as the answer of what brought it tells it. */
export const changeShape = z.object({
  date: z.string().describe('ISO 8601, of the environment'),
  resourceType: z.string(),
  resourceUuid: z.string().describe("of an image's copy on a backup storage: the image's"),
  name: z.string().nullable().describe('null: it has gone since, or has none'),
  onUuid: z.string().nullable().describe("of a copy: the backup storage's"),
  field: z.enum(EVENT_FIELDS),
  from: z.string().nullable().describe('null: it came into being'),
  to: z.string().nullable().describe('null: it went'),
  causeKind: z.enum(CAUSE_KINDS),
  cause: z.string().describe('an operation, a step, a chore, or the uuid of a fault rule'),
  jobUuid: z.string().nullable(),
});

// More than anybody reads of what a jump of the clock did.
const MOST = 1000;

/** The id of the last change that was written down; 0: there was none. */
export const lastEvent = ({ repositories }: World): number => repositories.events.lastId();

/** The changes after one, and how many they are. */
export function changesSince(world: World, since: number) {
  const last = lastEvent(world);
  const found = world.repositories.events.list({
    resourceUuid: null,
    since: Math.max(since, last - MOST),
    limit: MOST,
  });
  const nameOf = namesIn(world);
  return {
    changes: found.map((event) => describeChange(event, nameOf(event.resourceUuid))),
    changeCount: last - since,
  };
}

/** Finds the names of resources; each is looked for once. */
export function namesIn(world: World): (uuid: string) => string | null {
  const names = new Map<string, string | null>();
  return (uuid) => {
    const known = names.get(uuid);
    if (known !== undefined) return known;
    const name = resourceOf(world, uuid)?.name ?? null;
    names.set(uuid, name);
    return name;
  };
}

export const describeChange = (
  { date, resourceType, resourceUuid, onUuid, field, before, after, ...more }: Event,
  name: string | null,
): z.infer<typeof changeShape> => ({
  date: new Date(date).toISOString(),
  resourceType,
  resourceUuid,
  name,
  onUuid,
  field,
  from: before,
  to: after,
  causeKind: more.causeKind,
  cause: more.cause,
  jobUuid: more.jobUuid,
});
