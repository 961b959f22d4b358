import { z } from 'zod';
import { uuidFromName } from '../../core/uuid.js';
import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
  type BackupStorage,
} from '../../domain/backup-storage/backup-storage.js';
import { parseMonUrl } from '../../domain/backup-storage/mon-url.js';
import { toTimestamp } from '../timestamp.js';
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

const cephMonInventory = inventory('org.zstack.storage.ceph.backup.CephBackupStorageMonInventory', {
  hostname: text,
  monPort: z.int(),
  createDate: timestamp,
  lastOpDate: timestamp,
  backupStorageUuid: uuid,
  monAddr: text,
  sshPort: z.int(),
  status: text,
  sshUsername: text,
  monUuid: uuid,
});
export const cephBackupStorageInventory = inventory(
  'org.zstack.storage.ceph.backup.CephBackupStorageInventory',
  {
    ...ofEveryType,
    mons: z.array(cephMonInventory),
    fsid: optionalText,
    poolName: optionalText,
    poolAvailableCapacity: bytes,
    poolUsedCapacity: bytes,
    poolReplicatedSize: z.int(),
    poolDiskUtilization: z.number(),
    poolSecurityPolicy: text,
  },
);

const REPLICAS = 3;

export function toImageServerInventory(storage: BackupStorage, attachedZoneUuids: string[]) {
  const { hostname, username, sshPort } = storage;
  return { ...toBackupStorageInventory(storage, attachedZoneUuids), hostname, username, sshPort };
}

export function toCephBackupStorageInventory(
  storage: BackupStorage,
  attachedZoneUuids: string[],
): z.infer<typeof cephBackupStorageInventory> {
  return {
    ...toBackupStorageInventory(storage, attachedZoneUuids),
    mons: (storage.monUrls?.split(',') ?? []).map((url) => toCephMon(storage, url)),
    fsid: storage.fsid,
    poolName: storage.poolName,
    poolAvailableCapacity: storage.availableCapacity,
    poolUsedCapacity: storage.totalCapacity - storage.availableCapacity,
    poolReplicatedSize: REPLICAS,
    poolDiskUtilization: Number((1 / REPLICAS).toFixed(3)),
    poolSecurityPolicy: 'Copy',
  };
}

function toCephMon(storage: BackupStorage, url: string): z.infer<typeof cephMonInventory> {
  const { hostname, monPort, sshPort, username } = parseMonUrl(url);
  return {
    hostname,
    monPort,
    createDate: toTimestamp(storage.createDate),
    lastOpDate: toTimestamp(storage.lastOpDate),
    backupStorageUuid: storage.uuid,
    monAddr: hostname,
    sshPort,
    status: storage.status,
    sshUsername: username,
    monUuid: uuidFromName(`${storage.uuid}/${hostname}`),
  };
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
