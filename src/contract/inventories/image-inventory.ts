import * as z from 'zod';
import {
  IMAGE_FORMATS,
  IMAGE_STATES,
  IMAGE_STATUSES,
  MEDIA_TYPES,
  PLATFORMS,
  type Image,
  type ImageBackupStorageRef,
} from '../../domain/image/image.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const imageBackupStorageRefInventory = inventory(
  'org.zstack.header.image.ImageBackupStorageRefInventory',
  {
    id: z.int(),
    imageUuid: uuid,
    backupStorageUuid: uuid,
    installPath: text.describe('where the image lies on the storage; empty until it does'),
    exportUrl: optionalText,
    exportMd5Sum: optionalText,
    status: z.enum(IMAGE_STATUSES),
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);
export const imageInventory = inventory('org.zstack.header.image.ImageInventory', {
  uuid,
  name: text,
  description: optionalText,
  state: z.enum(IMAGE_STATES),
  status: z.enum(IMAGE_STATUSES),
  size: bytes.describe('virtual size in bytes'),
  actualSize: bytes.describe('bytes that a storage holds'),
  md5Sum: optionalText,
  url: text,
  mediaType: z.enum(MEDIA_TYPES),
  guestOsType: optionalText,
  type: text,
  platform: z.enum(PLATFORMS).nullable(),
  architecture: optionalText,
  format: z.enum(IMAGE_FORMATS),
  system: z.boolean(),
  virtio: z.boolean(),
  createDate: timestamp,
  lastOpDate: timestamp,
  backupStorageRefs: z.array(imageBackupStorageRefInventory),
});
export type ImageInventory = z.infer<typeof imageInventory>;

/** The answer's form of an image and the storages that it is on. */
export function toImageInventory(
  image: Image,
  refs: readonly ImageBackupStorageRef[],
): ImageInventory {
  return {
    uuid: image.uuid,
    name: image.name,
    description: image.description,
    state: image.state,
    status: image.status,
    size: image.size,
    actualSize: image.actualSize,
    md5Sum: image.md5Sum,
    url: image.url,
    mediaType: image.mediaType,
    guestOsType: image.guestOsType,
    type: image.type,
    platform: image.platform,
    architecture: image.architecture,
    format: image.format,
    system: image.system,
    virtio: image.virtio,
    createDate: toTimestamp(image.createDate),
    lastOpDate: toTimestamp(image.lastOpDate),
    backupStorageRefs: refs.map((ref) => ({
      id: ref.id,
      imageUuid: ref.imageUuid,
      backupStorageUuid: ref.backupStorageUuid,
      installPath: ref.installPath,
      exportUrl: ref.exportUrl,
      exportMd5Sum: ref.exportMd5Sum,
      status: ref.status,
      createDate: toTimestamp(ref.createDate),
      lastOpDate: toTimestamp(ref.lastOpDate),
    })),
  };
}
