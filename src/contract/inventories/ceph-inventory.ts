import * as z from 'zod';
import {
  CEPH_POOL_TYPES,
  DISK_UTILIZATION,
  REPLICAS,
  SECURITY_POLICY,
  type CephMon,
  type CephOsdGroup,
  type CephPool,
} from '../../domain/ceph/ceph.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const ofEveryMon = {
  hostname: text,
  monPort: z.int(),
  createDate: timestamp,
  lastOpDate: timestamp,
  monAddr: text,
  sshUsername: text,
  sshPort: z.int(),
  status: text,
  monUuid: uuid,
};

export const cephPrimaryStorageMonInventory = inventory(
  'org.zstack.storage.ceph.primary.CephPrimaryStorageMonInventory',
  { ...ofEveryMon, primaryStorageUuid: uuid },
);

export const cephBackupStorageMonInventory = inventory(
  'org.zstack.storage.ceph.backup.CephBackupStorageMonInventory',
  { ...ofEveryMon, backupStorageUuid: uuid },
);

/** A monitor is as its storage is: Connected or not. */
function toMon(mon: CephMon, status: string) {
  return {
    hostname: mon.hostname,
    monPort: mon.monPort,
    createDate: toTimestamp(mon.createDate),
    lastOpDate: toTimestamp(mon.lastOpDate),
    monAddr: mon.hostname,
    sshUsername: mon.sshUsername,
    sshPort: mon.sshPort,
    status,
    monUuid: mon.uuid,
  };
}

export const toCephPrimaryStorageMonInventory = (
  mon: CephMon,
  status: string,
): z.infer<typeof cephPrimaryStorageMonInventory> => ({
  ...toMon(mon, status),
  primaryStorageUuid: mon.storageUuid,
});

export const toCephBackupStorageMonInventory = (
  mon: CephMon,
  status: string,
): z.infer<typeof cephBackupStorageMonInventory> => ({
  ...toMon(mon, status),
  backupStorageUuid: mon.storageUuid,
});

export const cephPrimaryStoragePoolInventory = inventory(
  'org.zstack.storage.ceph.primary.CephPrimaryStoragePoolInventory',
  {
    uuid,
    primaryStorageUuid: uuid,
    poolName: text,
    aliasName: optionalText,
    description: optionalText,
    createDate: timestamp,
    lastOpDate: timestamp,
    type: z.enum(CEPH_POOL_TYPES),
    availableCapacity: bytes,
    usedCapacity: bytes,
    totalCapacity: bytes,
    securityPolicy: text,
    replicatedSize: z.int(),
    diskUtilization: z.number(),
  },
);

/** A pool; all of a cluster share its disks, so that each has what the storage has. */
export function toCephPrimaryStoragePoolInventory(
  pool: CephPool,
  storage: Pick<PrimaryStorage, 'totalPhysicalCapacity' | 'availablePhysicalCapacity'>,
): z.infer<typeof cephPrimaryStoragePoolInventory> {
  const { totalPhysicalCapacity: total, availablePhysicalCapacity: available } = storage;
  return {
    uuid: pool.uuid,
    primaryStorageUuid: pool.primaryStorageUuid,
    poolName: pool.poolName,
    aliasName: pool.aliasName,
    description: pool.description,
    createDate: toTimestamp(pool.createDate),
    lastOpDate: toTimestamp(pool.lastOpDate),
    type: pool.type,
    availableCapacity: available,
    usedCapacity: total - available,
    totalCapacity: total,
    securityPolicy: SECURITY_POLICY,
    replicatedSize: REPLICAS,
    diskUtilization: DISK_UTILIZATION,
  };
}

export const cephOsdGroupInventory = inventory(
  'org.zstack.storage.ceph.primary.CephOsdGroupInventory',
  {
    primaryStorageUuid: uuid,
    osds: text,
    availableCapacity: bytes,
    availablePhysicalCapacity: bytes,
    totalPhysicalCapacity: bytes,
    createDate: timestamp,
    lastOpDate: timestamp,
    uuid,
  },
);

export const toCephOsdGroupInventory = (
  group: CephOsdGroup,
): z.infer<typeof cephOsdGroupInventory> => ({
  primaryStorageUuid: group.primaryStorageUuid,
  osds: group.osds,
  availableCapacity: group.availableCapacity,
  availablePhysicalCapacity: group.availablePhysicalCapacity,
  totalPhysicalCapacity: group.totalPhysicalCapacity,
  createDate: toTimestamp(group.createDate),
  lastOpDate: toTimestamp(group.lastOpDate),
  uuid: group.uuid,
});
