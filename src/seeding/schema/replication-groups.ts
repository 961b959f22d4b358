import * as z from 'zod';
import { REPLICATION_GROUP_STATES } from '../../domain/replication-group/replication-group.js';
import { choosable, reference, resource, tags } from './fields.js';

export const replicationGroup = z.strictObject({
  ...resource,
  ...tags,
  state: choosable(z.enum(REPLICATION_GROUP_STATES)).default('Enabled'),
  backupStorages: z
    .array(reference)
    .max(64)
    .default([])
    .describe('image stores that get what one of them gets; each is in one group at most'),
});
