import type { Job } from '../domain/job/job.js';
import type { Flow } from './flow.js';
import { schedulePurge } from './chores/purge-jobs.js';
import type { World } from '../domain/world.js';

/** Records a job and makes the first step of its flow due; belongs into the accepting transaction. */
export function beginLater(
  world: World,
  job: Job,
  { name, firstStep }: Pick<Flow<never>, 'name' | 'firstStep'>,
): void {
  const { jobs, tasks } = world.repositories;
  jobs.insert(job);
  schedulePurge(world, job.createDate);
  tasks.insert({
    jobUuid: job.uuid,
    flow: name,
    step: firstStep,
    subject: null,
    dueDate: job.createDate,
    createDate: job.createDate,
  });
}
