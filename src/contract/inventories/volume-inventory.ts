import * as z from 'zod';
import { IMAGE_FORMATS } from '../../domain/image/image.js';
import {
  VOLUME_STATES,
  VOLUME_STATUSES,
  VOLUME_TYPES,
  type Volume,
} from '../../domain/volume/volume.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const volumeInventory = inventory('org.zstack.header.volume.VolumeInventory', {
  uuid,
  name: text,
  description: optionalText,
  primaryStorageUuid: optionalText,
  vmInstanceUuid: optionalText,
  diskOfferingUuid: optionalText,
  rootImageUuid: optionalText,
  installPath: optionalText,
  type: z.enum(VOLUME_TYPES),
  format: z.enum(IMAGE_FORMATS).nullable(),
  size: bytes,
  actualSize: bytes,
  deviceId: z.int().nullable(),
  state: z.enum(VOLUME_STATES),
  status: z.enum(VOLUME_STATUSES),
  createDate: timestamp,
  lastOpDate: timestamp,
  isShareable: z.boolean(),
  volumeQos: optionalText,
  lastDetachDate: timestamp.nullable(),
  lastVmInstanceUuid: optionalText,
  lastAttachDate: timestamp.nullable(),
  protocol: optionalText,
});
export type VolumeInventory = z.infer<typeof volumeInventory>;

export function toVolumeInventory(volume: Volume): VolumeInventory {
  return {
    uuid: volume.uuid,
    name: volume.name,
    description: volume.description,
    primaryStorageUuid: volume.primaryStorageUuid,
    vmInstanceUuid: volume.vmInstanceUuid,
    diskOfferingUuid: volume.diskOfferingUuid,
    rootImageUuid: volume.rootImageUuid,
    installPath: volume.installPath,
    type: volume.type,
    format: volume.format,
    size: volume.size,
    actualSize: volume.actualSize,
    deviceId: volume.deviceId,
    state: volume.state,
    status: volume.status,
    createDate: toTimestamp(volume.createDate),
    lastOpDate: toTimestamp(volume.lastOpDate),
    isShareable: volume.isShareable,
    volumeQos: volume.volumeQos,
    lastDetachDate: volume.lastDetachDate === null ? null : toTimestamp(volume.lastDetachDate),
    lastVmInstanceUuid: volume.lastVmInstanceUuid,
    lastAttachDate: volume.lastAttachDate === null ? null : toTimestamp(volume.lastAttachDate),
    protocol: null,
  };
}
