import * as z from 'zod';
import { BACKUP_MODES, BACKUP_STATES } from '../../domain/volume-backup/volume-backup.js';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { choosable, looseReference, owned, reference, resource, size, tags } from './fields.js';
import { format } from './volumes.js';

export const volumeBackup = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  volume: looseReference.describe('the volume that it is of, or the uuid of one that is gone'),
  vmInstance: looseReference.nullable().optional().describe('default: the VM of the volume'),
  backupStorages: z.array(reference).min(1).max(16).describe('image stores that have it'),
  type: choosable(z.enum(VOLUME_TYPES)).optional().describe('default: that of the volume'),
  state: choosable(z.enum(BACKUP_STATES)).default('Enabled'),
  mode: choosable(z.enum(BACKUP_MODES)).default('full'),
  size: size.describe('bytes that it takes on each of them'),
  actualSize: size.optional().describe('all data of the volume then; default: its size'),
  virtualSize: size.optional().describe('size of the volume then; default: as now'),
  content: z.string().optional().describe('names the bytes inside; default: the name'),
  format: choosable(format).optional().describe('default: that of the volume, else qcow2'),
  metadata: z.string().max(4096).nullable().default(null),
  installPath: z.string().max(2048).optional(),
});
