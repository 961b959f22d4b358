import * as z from 'zod';
import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
  type BackupStorage,
} from '../../domain/backup-storage/backup-storage.js';
import {
  DISK_UTILIZATION,
  REPLICAS,
  SECURITY_POLICY,
  type CephMon,
} from '../../domain/ceph/ceph.js';
import { toTimestamp } from '../timestamp.js';
import {
  cephBackupStorageMonInventory,
  toCephBackupStorageMonInventory,
} from './ceph-inventory.js';
import { variants } from './variants.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const ofEveryType = {
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
};

export const backupStorageInventory = inventory(
  'org.zstack.header.storage.backup.BackupStorageInventory',
  ofEveryType,
);

const ofImageServers = {
  hostname: optionalText,
  username: optionalText,
  sshPort: z.int().nullable(),
};

export const sftpBackupStorageInventory = inventory(
  'org.zstack.storage.backup.sftp.SftpBackupStorageInventory',
  { ...ofEveryType, ...ofImageServers },
);
export const imageStoreBackupStorageInventory = inventory(
  'org.zstack.storage.backup.imagestore.ImageStoreBackupStorageInventory',
  { ...ofEveryType, ...ofImageServers },
);

export const cephBackupStorageInventory = inventory(
  'org.zstack.storage.ceph.backup.CephBackupStorageInventory',
  {
    ...ofEveryType,
    mons: z.array(cephBackupStorageMonInventory),
    fsid: optionalText,
    poolName: optionalText,
    poolAvailableCapacity: bytes,
    poolUsedCapacity: bytes,
    poolReplicatedSize: z.int(),
    poolDiskUtilization: z.number(),
    poolSecurityPolicy: text,
  },
);

/** A backup storage of any type, as its own class. */
export const anyBackupStorageInventory = variants(backupStorageInventory, {
  SftpBackupStorage: sftpBackupStorageInventory,
  ImageStoreBackupStorage: imageStoreBackupStorageInventory,
  Ceph: cephBackupStorageInventory,
});

export function toImageServerInventory(storage: BackupStorage, attachedZoneUuids: string[]) {
  const { hostname, username, sshPort } = storage;
  return { ...toBackupStorageInventory(storage, attachedZoneUuids), hostname, username, sshPort };
}

export function toCephBackupStorageInventory(
  storage: BackupStorage,
  attachedZoneUuids: string[],
  mons: readonly CephMon[],
): z.infer<typeof cephBackupStorageInventory> {
  return {
    ...toBackupStorageInventory(storage, attachedZoneUuids),
    mons: mons.map((mon) => toCephBackupStorageMonInventory(mon, storage.status)),
    fsid: storage.fsid,
    poolName: storage.poolName,
    poolAvailableCapacity: storage.availableCapacity,
    poolUsedCapacity: storage.totalCapacity - storage.availableCapacity,
    poolReplicatedSize: REPLICAS,
    poolDiskUtilization: DISK_UTILIZATION,
    poolSecurityPolicy: SECURITY_POLICY,
  };
}

/** A backup storage as its own class. */
export function toAnyBackupStorageInventory(
  storage: BackupStorage,
  attachedZoneUuids: string[],
  mons: readonly CephMon[],
): z.infer<typeof backupStorageInventory> {
  switch (storage.type) {
    case 'SftpBackupStorage':
    case 'ImageStoreBackupStorage':
      return toImageServerInventory(storage, attachedZoneUuids);
    case 'Ceph':
      return toCephBackupStorageInventory(storage, attachedZoneUuids, mons);
    case 'SimulatorBackupStorage':
      return toBackupStorageInventory(storage, attachedZoneUuids);
  }
}

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
