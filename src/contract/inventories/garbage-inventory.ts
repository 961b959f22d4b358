import * as z from 'zod';
import {
  GARBAGE_COLLECTOR,
  GARBAGE_JOB_STATUSES,
  type GarbageJob,
} from '../../domain/garbage/garbage.js';
import { MANAGEMENT_NODE_UUID } from '../../domain/management-node.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, text, timestamp, uuid } from './inventory.js';

export const garbageInventory = inventory('org.zstack.core.gc.GarbageCollectorInventory', {
  uuid,
  name: text,
  runnerClass: text,
  context: text.describe('JSON: what is to be deleted, and how often that is tried'),
  status: z.enum(GARBAGE_JOB_STATUSES),
  managementNodeUuid: uuid,
  type: text,
  createDate: timestamp,
  lastOpDate: timestamp,
});
/** With the keys in the order of the real system's map. */
const contextOf = ({ backupStorageUuid, interval, installPath, imageUuid }: GarbageJob): string =>
  JSON.stringify({
    backupStorageUuid,
    NEXT_TIME: interval,
    NEXT_TIME_UNIT: 'SECONDS',
    installPath,
    imageUuid,
  });

export const toGarbageInventory = (job: GarbageJob): z.infer<typeof garbageInventory> => ({
  uuid: job.uuid,
  name: job.name,
  runnerClass: GARBAGE_COLLECTOR.runnerClass,
  context: contextOf(job),
  status: job.status,
  managementNodeUuid: MANAGEMENT_NODE_UUID,
  type: GARBAGE_COLLECTOR.type,
  createDate: toTimestamp(job.createDate),
  lastOpDate: toTimestamp(job.lastOpDate),
});
