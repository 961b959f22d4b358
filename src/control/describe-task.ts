import * as z from 'zod';
import { BY_HAND, HELD, type Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';

/** One piece of work as the emulator's own API tells it. */
export const taskShape = z.object({
  id: z.int(),
  flow: z.string().describe('the flow that its step belongs to, or the name of a chore'),
  step: z.string(),
  subject: z.string().nullable().describe('what it works on when a flow works on several'),
  jobUuid: z.string().nullable().describe('null: a chore of the world itself'),
  operation: z.string().nullable(),
  resourceUuid: z
    .string()
    .nullable()
    .describe('what its job makes or works on, such as an image, once that is known'),
  due: z.string().nullable().describe('ISO 8601; null: it waits for something else than time'),
  waitsFor: z
    .enum(['time', 'polls', 'hand', 'outside'])
    .describe('polls: of its job; outside: a download, an answer of somebody'),
  pollsLeft: z.int().nullable(),
  percent: z.int().describe('how much of its work is done; of what waits for a hand: none'),
});

export function describeTask(world: World, task: Task): z.infer<typeof taskShape> {
  const { id, flow, step, subject, jobUuid, dueDate, createDate, length, pollsLeft } = task;
  const job = jobUuid === null ? undefined : world.repositories.jobs.find(jobUuid);
  const isTimed = dueDate < BY_HAND;
  const share = (world.clock.now() - createDate) / Math.max(length ?? dueDate - createDate, 1);
  const percent = isTimed ? Math.round(Math.min(Math.max(share, 0), 1) * 100) : 0;
  const due = isTimed ? new Date(dueDate).toISOString() : null;
  const waitsFor = waitOf(task);
  const operation = job?.operation ?? null;
  const resourceUuid = job ? resourceIn(job.context) : null;
  const what = { id, flow, step, subject, jobUuid, operation, resourceUuid };
  return { ...what, due, waitsFor, pollsLeft, percent };
}

/** What flows call the uuid of what they are about, that which they make before what they make it of. */
const RESOURCES = [
  'imageUuid',
  'snapshotUuid',
  'packageUuid',
  'backupUuid',
  'groupUuid',
  'vmUuid',
  'volumeUuid',
];

function resourceIn(context: string): string | null {
  const kept = JSON.parse(context) as Readonly<Record<string, unknown>> | null;
  const found = RESOURCES.map((name) => kept?.[name]).find((uuid) => typeof uuid === 'string');
  return typeof found === 'string' ? found : null;
}

function waitOf({ dueDate, pollsLeft }: Task): z.infer<typeof taskShape>['waitsFor'] {
  if (dueDate === HELD) return 'outside';
  if (dueDate !== BY_HAND) return 'time';
  return pollsLeft === null ? 'hand' : 'polls';
}
