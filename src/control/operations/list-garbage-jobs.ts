import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { toTimestamp } from '../../contract/timestamp.js';
import { GARBAGE_JOB_STATUSES } from '../../domain/garbage/garbage.js';

const garbageJob = z.object({
  uuid: z.string(),
  name: z.string(),
  status: z.enum(GARBAGE_JOB_STATUSES),
  imageUuid: z.string(),
  backupStorageUuid: z.string(),
  installPath: z.string(),
  createDate: z.string(),
  lastOpDate: z.string(),
});

export const listGarbageJobs = defineControl({
  name: 'ListGarbageJobs',
  method: 'GET',
  paths: ['/v1/garbage-jobs'],
  summary: 'Lists bits that an expunge could not delete, and whether they are gone by now',
  params: {},
  returns: { inventories: z.array(garbageJob) },
  run: ({ world }) => ({
    inventories: world.repositories.garbage.list().map((job) => ({
      ...job,
      createDate: toTimestamp(job.createDate),
      lastOpDate: toTimestamp(job.lastOpDate),
    })),
  }),
});
