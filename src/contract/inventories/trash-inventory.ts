import * as z from 'zod';
import { TRASH_TYPES, type Trash } from '../../domain/trash/trash.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const trashInventory = inventory(
  'org.zstack.header.core.trash.InstallPathRecycleInventory',
  {
    trashId: z.int(),
    resourceUuid: uuid,
    storageUuid: uuid,
    storageType: text,
    resourceType: text,
    installPath: text,
    isFolder: z.boolean(),
    hostUuid: optionalText,
    hypervisorType: optionalText,
    size: bytes,
    trashType: z.enum(TRASH_TYPES),
    createDate: timestamp,
  },
);

export function toTrashInventory(trash: Trash): z.infer<typeof trashInventory> {
  return {
    trashId: trash.trashId,
    resourceUuid: trash.resourceUuid,
    storageUuid: trash.storageUuid,
    storageType: `${trash.storageType}VO`,
    resourceType: trash.resourceType,
    installPath: trash.installPath,
    isFolder: trash.isFolder,
    hostUuid: trash.hostUuid,
    hypervisorType: trash.hypervisorType,
    size: trash.size,
    trashType: trash.trashType,
    createDate: toTimestamp(trash.createDate),
  };
}
