import { z } from 'zod';
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
  due: z.string().nullable().describe('ISO 8601; null: it waits for something else than time'),
  waitsFor: z
    .enum(['time', 'polls', 'hand', 'outside'])
    .describe('polls: of its job; outside: a download, an answer of somebody'),
  pollsLeft: z.int().nullable(),
  percent: z.int().describe('how much of its work is done; of what waits for a hand: none'),
});

export function describeTask(world: World, task: Task): z.infer<typeof taskShape> {
  const { id, flow, step, subject, jobUuid, dueDate, createDate, length, pollsLeft } = task;
  const operation =
    jobUuid === null ? null : (world.repositories.jobs.find(jobUuid)?.operation ?? null);
  const isTimed = dueDate < BY_HAND;
  const share = (world.clock.now() - createDate) / Math.max(length ?? dueDate - createDate, 1);
  const percent = isTimed ? Math.round(Math.min(Math.max(share, 0), 1) * 100) : 0;
  const due = isTimed ? new Date(dueDate).toISOString() : null;
  const waitsFor = waitOf(task);
  return { id, flow, step, subject, jobUuid, operation, due, waitsFor, pollsLeft, percent };
}

function waitOf({ dueDate, pollsLeft }: Task): z.infer<typeof taskShape>['waitsFor'] {
  if (dueDate === HELD) return 'outside';
  if (dueDate !== BY_HAND) return 'time';
  return pollsLeft === null ? 'hand' : 'polls';
}
