import * as z from 'zod';
import {
  IMAGE_GROUP_STATUSES,
  type ImageGroup,
  type ImageGroupRef,
} from '../../domain/image-group/image-group.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const imageGroupInventory = inventory('org.zstack.header.image.ImageGroupInventory', {
  uuid,
  name: text,
  description: optionalText,
  status: z.enum(IMAGE_GROUP_STATUSES),
  imageCount: z
    .int()
    .describe('so many were asked for; QueryImageGroupRef tells which, with those that are gone'),
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const imageGroupRefInventory = inventory('org.zstack.header.image.ImageGroupRefInventory', {
  imageUuid: uuid,
  imageGroupUuid: uuid,
  createDate: timestamp,
  lastOpDate: timestamp,
});

export function toImageGroupInventory(group: ImageGroup): z.infer<typeof imageGroupInventory> {
  return {
    uuid: group.uuid,
    name: group.name,
    description: group.description,
    status: group.status,
    imageCount: group.imageCount,
    createDate: toTimestamp(group.createDate),
    lastOpDate: toTimestamp(group.lastOpDate),
  };
}

export function toImageGroupRefInventory(
  ref: ImageGroupRef,
): z.infer<typeof imageGroupRefInventory> {
  return {
    imageUuid: ref.imageUuid,
    imageGroupUuid: ref.imageGroupUuid,
    createDate: toTimestamp(ref.createDate),
    lastOpDate: toTimestamp(ref.lastOpDate),
  };
}
