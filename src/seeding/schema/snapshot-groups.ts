import * as z from 'zod';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { int, looseReference, name, owned, reference, resource, tags, time } from './fields.js';

/** A snapshot of a group of which more is told than its name. */
const member = z.strictObject({
  snapshot: looseReference.describe(
    'the name of a snapshot of this seed; of one that is deleted its uuid',
  ),
  isDeleted: z.boolean().default(false).describe('true: it is not there any more'),
  volume: looseReference.optional().describe('needed of one that is deleted'),
  volumeName: name.optional(),
  volumeType: z.enum(VOLUME_TYPES).optional().describe('default: Data where it is deleted'),
  snapshotName: name.optional(),
  installPath: z.string().max(2048).optional(),
  deviceId: int(0, 1_000_000).optional(),
  lastAttachDate: time.optional(),
});

export const snapshotGroup = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  vmInstance: reference,
  snapshotCount: int(0, 1_000_000)
    .optional()
    .describe('so many snapshots were taken; default: those that it tells'),
  snapshots: z
    .array(z.union([reference, member]))
    .max(512)
    .default([])
    .describe('of each volume of the VM one: its name, or an object that tells more'),
});
