import * as z from 'zod';
import {
  ARCHITECTURES,
  IMAGE_FORMATS,
  PLATFORMS,
  type ImageFormat,
} from '../../domain/image/image.js';
import { VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import {
  SNAPSHOT_STATES,
  SNAPSHOT_STATUSES,
} from '../../domain/volume-snapshot/volume-snapshot.js';
import { VOLUME_STATES, VOLUME_STATUSES } from '../../domain/volume/volume.js';
import { clusterReference, hostReference } from './clusters.js';
import { networkReference, nic, offeringReference } from './networks.js';
import {
  bytes,
  choosable,
  int,
  looseReference,
  name,
  owned,
  plainUuid,
  progress,
  reference,
  resource,
  size,
  tags,
  time,
} from './fields.js';

export const format = z.enum(IMAGE_FORMATS as [ImageFormat, ...ImageFormat[]]);

const { count: _count, from: _from, override: _override, ...uncounted } = resource;

const ofEveryVolume = {
  primaryStorage: choosable(reference.nullable()).default(null),
  host: choosable(hostReference)
    .optional()
    .describe(
      'of local storage: the host whose disks hold it; default: the host of its VM, or the first of the storage',
    ),
  image: looseReference.optional().describe('the image that it was made from'),
  format: choosable(format)
    .optional()
    .describe('default: raw on Ceph, else qcow2; one that is NotInstantiated has none'),
  size,
  actualSize: size.default(0).describe('the data inside'),
  layerSize: size
    .optional()
    .describe('bytes written since its last snapshot; default: what its snapshots do not hold'),
  state: choosable(z.enum(VOLUME_STATES)).default('Enabled'),
  status: choosable(z.enum(VOLUME_STATUSES)).default('Ready'),
  content: z.string().optional().describe('names the bytes inside; default: the name'),
  installPath: z.string().max(2048).optional(),
  diskOfferingUuid: choosable(offeringReference.nullable()).default(null),
};

const ofItsVms = {
  lastAttachDate: time
    .nullable()
    .optional()
    .describe('default: of a data volume that is attached, when it was made'),
  lastDetachDate: time.optional(),
  lastVmInstance: looseReference.optional().describe('the VM that it was last attached to'),
};

const rootVolume = z.strictObject({
  ...uncounted,
  ...tags,
  ...ofEveryVolume,
  ...ofItsVms,
  image: looseReference
    .nullable()
    .optional()
    .describe('the image that it was made from; default: that of its VM'),
  name: name.optional().describe('default: ROOT-for-<name of the VM>'),
  status: choosable(z.enum(VOLUME_STATUSES))
    .optional()
    .describe('default: Ready; Deleted when its VM is Destroyed'),
});

/** A CD-ROM drive of which more is told than the ISO in it. */
const cdRom = z.strictObject({
  iso: reference.nullable().default(null),
  name: name.optional().describe('default: vm-<uuid of the VM>-cdRom'),
  description: z.string().max(2048).nullable().default(null),
  deviceId: z.int().min(0).max(2).optional().describe('default: its place in the list'),
});

export const vmInstance = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  zone: choosable(reference),
  clusterUuid: choosable(clusterReference.nullable()).default(null),
  hostUuid: choosable(hostReference.nullable()).default(null),
  lastHostUuid: choosable(hostReference.nullable()).optional().describe('default: the hostUuid'),
  instanceOfferingUuid: choosable(offeringReference.nullable()).default(null),
  defaultL3NetworkUuid: choosable(networkReference.nullable())
    .optional()
    .describe('default: the network of its first NIC'),
  nics: z.array(nic).max(512).default([]).describe('its network cards'),
  image: choosable(looseReference.nullable()).default(null),
  platform: choosable(z.enum(PLATFORMS)).default('Linux'),
  architecture: choosable(z.enum(ARCHITECTURES)).default('x86_64'),
  guestOsType: choosable(z.string()).default('Linux'),
  virtio: choosable(z.boolean()).default(true),
  memory: size.default(2 * 2 ** 30),
  reservedMemory: bytes.default(0),
  cpuNum: int(1, 1024).default(2),
  state: choosable(z.enum(VM_STATES)).default('Running'),
  progress: progress
    .optional()
    .describe(
      'of one that is Starting, Stopping, Rebooting, Pausing or Resuming: how far it is; none: it stays so. Default: 0%',
    ),
  cdRoms: z
    .array(z.union([reference.nullable(), cdRom]))
    .max(3)
    .default([null])
    .describe(
      'its CD-ROM drives: the name of the ISO in each, or null, or an object that tells more; default: an empty one',
    ),
  rootVolume,
});

export const volume = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  ...ofEveryVolume,
  type: z.enum(['Root', 'Data']).default('Data'),
  vmInstance: choosable(reference.nullable()).default(null),
  deviceId: z.int().nonnegative().optional().describe('default: the next free one of the VM'),
  isShareable: z.boolean().default(false),
  volumeQos: z
    .string()
    .max(1024)
    .nullable()
    .default(null)
    .describe('its limits, as the tag `qos::...` of a creation says them'),
  ...ofItsVms,
});

export const snapshot = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  volume: reference,
  parent: reference
    .nullable()
    .optional()
    .describe(
      'the snapshot that it follows on; null: it begins a tree. Default: the one before it, on Ceph none',
    ),
  treeUuid: plainUuid.optional().describe('of one that begins a tree'),
  latest: z
    .boolean()
    .optional()
    .describe(
      'whether the volume follows on it, default: the last one of the volume; of the last one of a tree that the volume has left, false: nothing goes on from there',
    ),
  size: size.describe('bytes that it holds itself'),
  actualSize: size.optional().describe('all data of the volume then; default: from its tree'),
  virtualSize: size.optional().describe('size of the volume then; default: as now'),
  content: z.string().optional().describe('names the bytes that it froze; default: the name'),
  state: choosable(z.enum(SNAPSHOT_STATES)).default('Enabled'),
  status: choosable(z.enum(SNAPSHOT_STATUSES)).default('Ready'),
  progress: progress
    .optional()
    .describe('of one that is Creating: how far it is; none: it stays so. Default: 0%'),
  installPath: z.string().max(2048).optional(),
  distance: int(0, 1_000_000)
    .optional()
    .describe(
      'levels above it in its tree, itself included; default: one more than its parent has',
    ),
});
