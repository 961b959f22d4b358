import type { ErrorCode } from '../../core/api-error.js';
import type { Job } from '../../domain/job/job.js';
import type { JobAccess, JobDescription } from './emulator.js';
import type { Reach } from './reach.js';

export function jobsOf({ look }: Reach): JobAccess {
  return {
    get: (uuid) =>
      look(({ world }) => {
        const job = world.repositories.jobs.find(uuid);
        return job && describeJob(job);
      }),
    list: () => look(({ world }) => world.repositories.jobs.list().map(describeJob)),
    unfinished: () => look(({ world }) => world.repositories.jobs.listRunning().map(describeJob)),
  };
}

function describeJob(job: Job): JobDescription {
  const { uuid, operation, accountUuid, state } = job;
  const answer = job.result === null ? null : (JSON.parse(job.result) as object);
  return {
    uuid,
    operation,
    accountUuid,
    state,
    createDate: new Date(job.createDate).toISOString(),
    doneDate: job.doneDate === null ? null : new Date(job.doneDate).toISOString(),
    result: state === 'Succeeded' ? (answer as Readonly<Record<string, unknown>>) : null,
    error: state === 'Failed' ? (answer as ErrorCode) : null,
  };
}
