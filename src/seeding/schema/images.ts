import * as z from 'zod';
import { IMAGE_STATES, IMAGE_STATUSES, MEDIA_TYPES, PLATFORMS } from '../../domain/image/image.js';
import {
  choosable,
  name,
  owned,
  progress,
  reference,
  resource,
  size,
  tags,
  uuid,
  counted,
} from './fields.js';
import { format } from './volumes.js';

const exported = z
  .union([
    z.literal(true),
    z.strictObject({ format: format.optional(), url: z.string().optional() }),
  ])
  .describe('a copy that clients can download; the url default: the address of the seed');

const onStorage = z.union([
  reference.transform((storage) => ({ name: storage })),
  z.strictObject({
    name: choosable(reference),
    status: choosable(z.enum(IMAGE_STATUSES)).optional().describe('default: as the image'),
    progress: progress.optional().describe('of one that is Downloading or Creating'),
    installPath: z.string().max(2048).optional(),
    export: exported.optional(),
    shared: z
      .boolean()
      .default(false)
      .describe('true: it lies over the bytes of another image at this installPath, as a clone'),
  }),
]);

export const image = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  state: choosable(z.enum(IMAGE_STATES)).default('Enabled'),
  status: choosable(z.enum(IMAGE_STATUSES))
    .optional()
    .describe('default: from what it is on its storages, and Ready where they do not say'),
  progress: progress
    .optional()
    .describe('of one that is Downloading or Creating: how far; none: it stays so. Default: 0%'),
  job: uuid.optional().describe('of one that is Downloading or Creating: the job that makes it'),
  longJob: z
    .strictObject({ name: name.optional(), uuid: uuid.optional(), apiId: uuid.optional() })
    .optional()
    .describe('of one that is Downloading or Creating: a long job that makes it'),
  mediaType: choosable(z.enum(MEDIA_TYPES)).default('RootVolumeTemplate'),
  format: choosable(format).default('qcow2'),
  platform: choosable(z.enum(PLATFORMS).nullable()).default('Linux'),
  guestOsType: choosable(z.string().nullable()).default('Linux'),
  architecture: choosable(z.string().nullable()).default('x86_64'),
  system: z.boolean().default(false),
  virtio: choosable(z.boolean()).default(true),
  url: choosable(z.string())
    .optional()
    .describe('default: volume://<uuid> of one made of a volume'),
  volume: reference.optional().describe('of one that is Creating: the volume that it is made of'),
  size: size.optional().describe('default, of one that is on its way: from its url or volume'),
  actualSize: size.optional().describe('bytes that each storage holds; default: the size'),
  content: z.string().optional().describe('names the bytes inside; default: the name'),
  backupStorages: choosable(z.array(onStorage)),
});

export const url = z.strictObject({
  url: z.string().min(1).max(2048),
  size: size.nullable().default(null),
  actualSize: size.nullable().default(null),
  format: choosable(format.nullable()).default(null),
  content: z.string().nullable().default(null),
  failure: z.string().nullable().default(null).describe('why a download of it fails'),
  ...counted,
});
