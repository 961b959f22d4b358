import * as z from 'zod';
import {
  BACKUP_MODES,
  BACKUP_STATES,
  BACKUP_STATUSES,
  type VolumeBackup,
  type VolumeBackupRef,
} from '../../domain/volume-backup/volume-backup.js';
import { VOLUME_TYPES } from '../../domain/volume/volume.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const volumeBackupStorageRefInventory = inventory(
  'org.zstack.header.storage.backup.VolumeBackupStorageRefInventory',
  {
    volumeBackupUuid: uuid,
    backupStorageUuid: uuid,
    installPath: text,
    status: z.enum(BACKUP_STATUSES),
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export const volumeBackupInventory = inventory(
  'org.zstack.header.storage.backup.VolumeBackupInventory',
  {
    uuid,
    volumeUuid: uuid,
    name: text,
    description: optionalText,
    type: z.enum(VOLUME_TYPES),
    state: z.enum(BACKUP_STATES),
    status: z.enum(BACKUP_STATUSES),
    size: bytes,
    metadata: optionalText,
    groupUuid: optionalText,
    mode: z.enum(BACKUP_MODES),
    vmInstanceUuid: optionalText,
    createDate: timestamp,
    lastOpDate: timestamp,
    backupStorageRefs: volumeBackupStorageRefInventory.array(),
  },
);

export function toVolumeBackupInventory(
  backup: VolumeBackup,
  refs: readonly VolumeBackupRef[],
): z.infer<typeof volumeBackupInventory> {
  return {
    uuid: backup.uuid,
    volumeUuid: backup.volumeUuid,
    name: backup.name,
    description: backup.description,
    type: backup.type,
    state: backup.state,
    status: backup.status,
    size: backup.size,
    metadata: backup.metadata,
    groupUuid: backup.groupUuid,
    mode: backup.mode,
    vmInstanceUuid: backup.vmInstanceUuid,
    createDate: toTimestamp(backup.createDate),
    lastOpDate: toTimestamp(backup.lastOpDate),
    backupStorageRefs: refs.map((ref) => ({
      volumeBackupUuid: ref.volumeBackupUuid,
      backupStorageUuid: ref.backupStorageUuid,
      installPath: ref.installPath,
      status: ref.status,
      createDate: toTimestamp(ref.createDate),
      lastOpDate: toTimestamp(ref.lastOpDate),
    })),
  };
}
