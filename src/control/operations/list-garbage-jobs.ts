import { z } from 'zod';
import { defineSync } from '../../api/define-operation.js';
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

export const listGarbageJobs = defineSync({
  name: 'ListGarbageJobs',
  family: 'emulator',
  method: 'GET',
  paths: ['/v1/garbage-jobs'],
  auth: false,
  summary: 'Lists bits that an expunge could not delete, and whether they are gone by now',
  params: {},
  returns: { inventories: z.array(garbageJob) },
  run: ({ repositories }) => ({
    inventories: repositories.garbage.list().map((job) => ({
      ...job,
      createDate: toTimestamp(job.createDate),
      lastOpDate: toTimestamp(job.lastOpDate),
    })),
  }),
});
