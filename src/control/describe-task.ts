import { z } from 'zod';
import { HELD, type Task } from '../domain/task/task.js';
import type { World } from '../services/world.js';

/** One piece of work as the emulator's own API tells it. */
export const taskShape = z.object({
  id: z.int(),
  flow: z.string().describe('the flow that its step belongs to, or the name of a chore'),
  step: z.string(),
  subject: z.string().nullable().describe('what it works on when a flow works on several'),
  jobUuid: z.string().nullable().describe('null: a chore of the world itself'),
  operation: z.string().nullable(),
  due: z.string().nullable().describe('ISO 8601; null: under way outside of the database'),
  percent: z.int().describe('how much of its time has gone'),
});

export function describeTask(world: World, task: Task): z.infer<typeof taskShape> {
  const { id, flow, step, subject, jobUuid, dueDate, createDate } = task;
  const operation =
    jobUuid === null ? null : (world.repositories.jobs.find(jobUuid)?.operation ?? null);
  const isHeld = dueDate === HELD;
  const share = (world.clock.now() - createDate) / Math.max(dueDate - createDate, 1);
  const percent = isHeld ? 0 : Math.round(Math.min(Math.max(share, 0), 1) * 100);
  const due = isHeld ? null : new Date(dueDate).toISOString();
  return { id, flow, step, subject, jobUuid, operation, due, percent };
}
