import type { Job } from '../domain/job/job.js';
import type { Flow } from './flow.js';
import type { World } from '../domain/world.js';

/** Makes the first step of a job's flow due; belongs into the transaction that records the job. */
export function beginLater(
  { repositories }: World,
  job: Job,
  { name, firstStep }: Pick<Flow<never>, 'name' | 'firstStep'>,
): void {
  repositories.tasks.insert({
    jobUuid: job.uuid,
    flow: name,
    step: firstStep,
    subject: null,
    dueDate: job.createDate,
    createDate: job.createDate,
  });
}
