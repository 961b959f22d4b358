import * as z from 'zod';
import { choosable, owned, reference, resource, size, tags } from './fields.js';
import { format } from './volumes.js';

const disk = z.strictObject({
  content: z.string().describe('names the bytes inside'),
  size,
  actualSize: size.optional().describe('all data; default: its size'),
  format: choosable(format).default('qcow2').describe('of the volume that it was'),
});

export const imagePackage = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  vmInstance: reference.nullable().default(null).describe('null: one that is gone'),
  backupStorage: reference.describe('the image store that has it'),
  disks: z
    .array(disk)
    .min(1)
    .max(25)
    .optional()
    .describe('the root disk first; default: those of the VM, else one of its size'),
  size: size.optional().describe('bytes that it takes; default: all data of its disks'),
  url: z.string().max(2048).optional().describe('its address; default: as an export makes it'),
});
