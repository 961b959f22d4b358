import * as z from 'zod';
import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
} from '../../domain/backup-storage/backup-storage.js';
import { CEPH_POOL_TYPES } from '../../domain/ceph/ceph.js';
import { isMonUrl } from '../../domain/ceph/mon-url.js';
import { MEDIA_TYPES } from '../../domain/image/image.js';
import {
  PRIMARY_STORAGE_STATES,
  PRIMARY_STORAGE_STATUSES,
  PRIMARY_STORAGE_TYPES,
} from '../../domain/primary-storage/primary-storage.js';
import { TRASH_TYPES } from '../../domain/trash/trash.js';
import { ZONE_STATES } from '../../domain/zone/zone.js';
import { clusterReference, hostReference } from './clusters.js';
import {
  choosable,
  configuration,
  int,
  looseReference,
  plainUuid,
  progress,
  reference,
  resource,
  size,
  tags,
  time,
} from './fields.js';

export const zone = z.strictObject({
  ...resource,
  ...tags,
  state: choosable(z.enum(ZONE_STATES)).default('Enabled'),
  isDefault: z.boolean().default(false),
});

const monUrls = z
  .array(z.string().refine(isMonUrl, 'expected user:password@host:22/?monPort=6789'))
  .min(1)
  .nullable()
  .default(null)
  .describe('monitors of a Ceph cluster');

const onItsWay = progress
  .optional()
  .describe('of one that is Connecting: how far it is; none: it stays so. Default: 0%');

const reachable = z
  .boolean()
  .optional()
  .describe('whether its agent answers; default: unless it is Disconnected');

const installPath = z.string().max(2048);

const pool = z.strictObject({
  name: z.string().min(1).max(255),
  type: z.enum(CEPH_POOL_TYPES),
  uuid: plainUuid.optional(),
  aliasName: z.string().max(255).nullable().default(null),
  description: z.string().max(2048).nullable().default(null),
});

const primaryTrash = z.strictObject({
  resourceUuid: plainUuid,
  resourceType: z.enum(['VolumeVO', 'VolumeSnapshotVO', 'ImageVO']).default('VolumeVO'),
  host: hostReference.optional().describe('of local storage: the host whose disks hold it'),
  trashType: z.enum(TRASH_TYPES).default('RevertVolume'),
  installPath,
  size,
  isFolder: z.boolean().default(false),
  createDate: time.optional(),
});

const imageCache = z
  .strictObject({
    image: looseReference,
    size: size.optional().describe('default: the actualSize of the image'),
    mediaType: z.enum(MEDIA_TYPES).optional().describe('default: as the image'),
    installUrl: installPath.optional(),
    createDate: time.optional(),
    lastOpDate: time.optional(),
  })
  .describe('an image whose bits lie here for the next volume');

export const primaryStorage = z.strictObject({
  ...resource,
  ...tags,
  zone: choosable(reference),
  type: choosable(z.enum(PRIMARY_STORAGE_TYPES)),
  url: z.string(),
  mountPath: z.string().nullable().default(null),
  fsid: z.string().nullable().default(null),
  monUrls,
  state: choosable(z.enum(PRIMARY_STORAGE_STATES)).default('Enabled'),
  status: choosable(z.enum(PRIMARY_STORAGE_STATUSES)).default('Connected'),
  progress: onItsWay,
  reachable,
  totalCapacity: size,
  totalPhysicalCapacity: size.optional().describe('default: the totalCapacity'),
  systemUsedCapacity: size.default(0).describe('bytes in use that nothing of the seed holds'),
  clusterUuids: z
    .array(clusterReference)
    .default([])
    .describe('the clusters that it is attached to'),
  pools: z
    .array(pool)
    .default([])
    .describe('of Ceph; default: one of each type, called as the url says'),
  imageCaches: z.array(imageCache).default([]),
  trash: z.array(primaryTrash).default([]),
});

const backupTrash = z.strictObject({
  imageUuid: plainUuid,
  installPath,
  size,
  isFolder: z.boolean().default(false),
  createDate: time.optional(),
});

const garbage = z
  .strictObject({ imageUuid: plainUuid, installPath, createDate: time.optional() })
  .describe('bits of an image that could not be deleted and are tried again');

export const backupStorage = z.strictObject({
  ...resource,
  ...tags,
  zones: z.array(choosable(reference)).default([]),
  type: choosable(z.enum(BACKUP_STORAGE_TYPES)),
  url: z.string(),
  hostname: z.string().nullable().default(null),
  username: z.string().nullable().default(null),
  sshPort: z.int().min(1).max(65_535).nullable().default(null),
  fsid: z.string().nullable().default(null),
  poolName: z.string().nullable().default(null),
  monUrls,
  state: choosable(z.enum(BACKUP_STORAGE_STATES)).default('Enabled'),
  status: choosable(z.enum(BACKUP_STORAGE_STATUSES)).default('Connected'),
  progress: onItsWay,
  reachable,
  totalCapacity: size,
  systemUsedCapacity: size.default(0).describe('bytes in use that no image of the seed holds'),
  bandwidth: size.default(200 * 2 ** 20).describe('bytes per second of timed work'),
  latency: int(0, 86_400_000).default(50).describe('ms before the first byte'),
  config: configuration.describe('values of its own, such as backupStorage/reservedCapacity'),
  trash: z.array(backupTrash).default([]).describe('what an earlier migration left behind'),
  garbage: z.array(garbage).default([]),
});
