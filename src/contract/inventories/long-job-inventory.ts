import * as z from 'zod';
import { LONG_JOB_STATES, type LongJob } from '../../domain/long-job/long-job.js';
import { hideSecretsInJson } from '../../core/secrets.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const longJobInventory = inventory('org.zstack.header.longjob.LongJobInventory', {
  uuid,
  name: text,
  description: optionalText,
  apiId: uuid.describe('what progress is asked with'),
  jobName: text.describe('the API class that it stands for, e.g. APIAddImageMsg'),
  jobData: text.describe('parameters of that API, as JSON'),
  jobResult: optionalText.describe('the answer, or {detail, cause, message} of a failure, as JSON'),
  state: z.enum(LONG_JOB_STATES),
  targetResourceUuid: uuid.nullable(),
  managementNodeUuid: uuid.nullable(),
  createDate: timestamp,
  lastOpDate: timestamp,
  executeTime: z.int().nullable().describe('seconds, at least 1; of one that has ended'),
});

export const toLongJobInventory = (job: LongJob): z.infer<typeof longJobInventory> => ({
  uuid: job.uuid,
  name: job.name,
  description: job.description,
  apiId: job.apiId,
  jobName: job.jobName,
  // The real system shows it as it was sent; here credentials in it are hidden (docs/fidelity.md).
  jobData: hideSecretsInJson(job.jobData),
  jobResult: job.jobResult,
  state: job.state,
  targetResourceUuid: job.targetResourceUuid,
  managementNodeUuid: job.managementNodeUuid,
  createDate: toTimestamp(job.createDate),
  lastOpDate: toTimestamp(job.lastOpDate),
  executeTime: job.executeTime,
});

export const taskProgressInventory = inventory(
  'org.zstack.header.core.progress.TaskProgressInventory',
  {
    taskUuid: text,
    taskName: text,
    parentUuid: optionalText,
    type: z.literal('Progress'),
    content: text.describe('percent'),
    time: z.int().describe('ms since 1970'),
  },
);
