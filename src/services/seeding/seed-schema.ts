import { z } from 'zod';
import { parseSize } from '../../core/sizes.js';
import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
} from '../../domain/backup-storage/backup-storage.js';
import { ACCOUNT_TYPES } from '../../domain/account/account.js';
import {
  ARCHITECTURES,
  IMAGE_FORMATS,
  IMAGE_STATES,
  IMAGE_STATUSES,
  MEDIA_TYPES,
  PLATFORMS,
} from '../../domain/image/image.js';
import {
  PRIMARY_STORAGE_STATES,
  PRIMARY_STORAGE_STATUSES,
  PRIMARY_STORAGE_TYPES,
} from '../../domain/primary-storage/primary-storage.js';
import { VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import { VOLUME_STATES, VOLUME_STATUSES } from '../../domain/volume/volume.js';
import { ZONE_STATES } from '../../domain/zone/zone.js';

const size = z
  .union([z.int().nonnegative(), z.string()])
  .transform((value, context) => {
    const bytes = typeof value === 'number' ? value : parseSize(value);
    if (bytes !== undefined) return bytes;
    context.addIssue('expected bytes, or a size such as 512M, 40G or 2T');
    return z.NEVER;
  })
  .describe('bytes, or a size such as 40G');

const name = z.string().min(1).max(255);
const reference = name.describe('the name of a resource of this seed');

const resource = {
  name,
  uuid: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'expected 32 hexadecimal digits in lower case')
    .optional()
    .describe('default: derived from the environment, the kind and the name'),
  description: z.string().max(2048).nullable().default(null),
};
const tags = {
  systemTags: z.array(z.string()).default([]),
  userTags: z.array(z.string()).default([]),
};
const owner = { account: reference.default('admin') };

const account = z.strictObject({
  ...resource,
  type: z.enum(ACCOUNT_TYPES).default('Normal'),
  password: z.string().min(1),
});

const session = z.strictObject({
  uuid: z.string().regex(/^[0-9a-f]{32}$/),
  account: reference,
});

const zone = z.strictObject({
  ...resource,
  state: z.enum(ZONE_STATES).default('Enabled'),
  isDefault: z.boolean().default(false),
});

const primaryStorage = z.strictObject({
  ...resource,
  zone: reference,
  type: z.enum(PRIMARY_STORAGE_TYPES),
  url: z.string(),
  mountPath: z.string().nullable().default(null),
  fsid: z.string().nullable().default(null),
  state: z.enum(PRIMARY_STORAGE_STATES).default('Enabled'),
  status: z.enum(PRIMARY_STORAGE_STATUSES).default('Connected'),
  totalCapacity: size,
  systemUsedCapacity: size.default(0),
  clusterUuids: z.array(z.string()).default([]),
});

const trash = z.strictObject({ imageUuid: z.string(), installPath: z.string(), size });

const backupStorage = z.strictObject({
  ...resource,
  zones: z.array(reference).default([]),
  type: z.enum(BACKUP_STORAGE_TYPES),
  url: z.string(),
  hostname: z.string().nullable().default(null),
  username: z.string().nullable().default(null),
  sshPort: z.int().min(1).max(65535).nullable().default(null),
  fsid: z.string().nullable().default(null),
  poolName: z.string().nullable().default(null),
  state: z.enum(BACKUP_STORAGE_STATES).default('Enabled'),
  status: z.enum(BACKUP_STORAGE_STATUSES).default('Connected'),
  totalCapacity: size,
  systemUsedCapacity: size.default(0).describe('bytes in use that no image of the seed holds'),
  bandwidth: size.default(200 * 2 ** 20).describe('bytes per second of timed work'),
  trash: z.array(trash).default([]).describe('what an earlier migration left behind'),
  latency: z.int().min(0).max(86_400_000).default(50).describe('ms before the first byte'),
});

const volumeShape = {
  ...resource,
  primaryStorage: reference.nullable().default(null),
  format: z.enum(IMAGE_FORMATS as ['iso', 'qcow2', 'raw', 'vmdk']).default('qcow2'),
  size,
  actualSize: size,
  state: z.enum(VOLUME_STATES).default('Enabled'),
  status: z.enum(VOLUME_STATUSES).default('Ready'),
  content: z.string().optional().describe('names the bytes inside; default: the name'),
};
const rootVolume = z.strictObject(volumeShape);
const volume = z.strictObject({
  ...volumeShape,
  ...owner,
  type: z.enum(['Root', 'Data']).default('Data'),
  vmInstance: reference.nullable().default(null),
  isShareable: z.boolean().default(false),
});

const vmInstance = z.strictObject({
  ...resource,
  ...owner,
  ...tags,
  zone: reference,
  clusterUuid: z.string().nullable().default(null),
  hostUuid: z.string().nullable().default(null),
  image: reference.nullable().default(null),
  platform: z.enum(PLATFORMS).default('Linux'),
  architecture: z.enum(ARCHITECTURES).default('x86_64'),
  guestOsType: z.string().default('Linux'),
  virtio: z.boolean().default(true),
  memory: size.default(2 * 2 ** 30),
  cpuNum: z.int().min(1).max(1024).default(2),
  state: z.enum(VM_STATES).default('Running'),
  rootVolume,
});

const image = z.strictObject({
  ...resource,
  ...owner,
  ...tags,
  state: z.enum(IMAGE_STATES).default('Enabled'),
  status: z.enum(IMAGE_STATUSES).default('Ready'),
  mediaType: z.enum(MEDIA_TYPES).default('RootVolumeTemplate'),
  format: z.enum(IMAGE_FORMATS as ['iso', 'qcow2', 'raw', 'vmdk']).default('qcow2'),
  platform: z.enum(PLATFORMS).nullable().default('Linux'),
  guestOsType: z.string().nullable().default('Linux'),
  architecture: z.string().nullable().default('x86_64'),
  system: z.boolean().default(false),
  virtio: z.boolean().default(true),
  url: z.string(),
  size,
  actualSize: size,
  content: z.string().optional(),
  backupStorages: z.array(
    z.strictObject({ name: reference, status: z.enum(IMAGE_STATUSES).optional() }),
  ),
});

const url = z.strictObject({
  url: z.string().min(1).max(1024),
  size: size.nullable().default(null),
  actualSize: size.nullable().default(null),
  format: z
    .enum(IMAGE_FORMATS as ['iso', 'qcow2', 'raw', 'vmdk'])
    .nullable()
    .default(null),
  content: z.string().nullable().default(null),
  failure: z.string().nullable().default(null).describe('why a download of it fails'),
});

/** A world to start from. Resources refer to each other by name; capacities are derived. */
export const seedSchema = z.strictObject({
  version: z.literal(1),
  chance: z
    .int()
    .nonnegative()
    .optional()
    .describe('seed of the random stream; default: another one for each new world'),
  accounts: z.array(account).default([]),
  sessions: z.array(session).default([]).describe('sessions that never end'),
  zones: z.array(zone).default([]),
  primaryStorages: z.array(primaryStorage).default([]),
  backupStorages: z.array(backupStorage).default([]),
  vmInstances: z.array(vmInstance).default([]),
  volumes: z.array(volume).default([]),
  images: z.array(image).default([]),
  urls: z.array(url).default([]).describe('what AddImage finds behind urls that are not fetched'),
});

export type Seed = z.infer<typeof seedSchema>;
