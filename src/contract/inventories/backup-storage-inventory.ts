import { z } from 'zod';
import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
  type BackupStorage,
} from '../../domain/backup-storage/backup-storage.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const backupStorageInventory = inventory(
  'org.zstack.header.storage.backup.BackupStorageInventory',
  {
    uuid,
    name: text,
    url: text,
    description: optionalText,
    totalCapacity: bytes,
    availableCapacity: bytes,
    type: z.enum(BACKUP_STORAGE_TYPES),
    state: z.enum(BACKUP_STORAGE_STATES),
    status: z.enum(BACKUP_STORAGE_STATUSES),
    createDate: timestamp,
    lastOpDate: timestamp,
    attachedZoneUuids: z.array(uuid),
  },
);

export function toBackupStorageInventory(
  storage: BackupStorage,
  attachedZoneUuids: string[],
): z.infer<typeof backupStorageInventory> {
  return {
    uuid: storage.uuid,
    name: storage.name,
    url: storage.url,
    description: storage.description,
    totalCapacity: storage.totalCapacity,
    availableCapacity: storage.availableCapacity,
    type: storage.type,
    state: storage.state,
    status: storage.status,
    createDate: toTimestamp(storage.createDate),
    lastOpDate: toTimestamp(storage.lastOpDate),
    attachedZoneUuids,
  };
}
