import * as z from 'zod';
import {
  PRIMARY_STORAGE_STATES,
  PRIMARY_STORAGE_STATUSES,
  PRIMARY_STORAGE_TYPES,
  type PrimaryStorage,
} from '../../domain/primary-storage/primary-storage.js';
import { toTimestamp } from '../timestamp.js';
import type { CephMon, CephPool } from '../../domain/ceph/ceph.js';
import {
  cephPrimaryStorageMonInventory,
  cephPrimaryStoragePoolInventory,
  toCephPrimaryStorageMonInventory,
  toCephPrimaryStoragePoolInventory,
} from './ceph-inventory.js';
import { variants } from './variants.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const ofEveryType = {
  uuid,
  zoneUuid: uuid,
  name: text,
  url: text,
  description: optionalText,
  totalCapacity: bytes,
  availableCapacity: bytes,
  totalPhysicalCapacity: bytes,
  availablePhysicalCapacity: bytes,
  systemUsedCapacity: bytes,
  type: z.enum(PRIMARY_STORAGE_TYPES),
  state: z.enum(PRIMARY_STORAGE_STATES),
  status: z.enum(PRIMARY_STORAGE_STATUSES),
  mountPath: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp,
  attachedClusterUuids: z.array(uuid),
};

export const primaryStorageInventory = inventory(
  'org.zstack.header.storage.primary.PrimaryStorageInventory',
  ofEveryType,
);

export const cephPrimaryStorageInventory = inventory(
  'org.zstack.storage.ceph.primary.CephPrimaryStorageInventory',
  {
    ...ofEveryType,
    mons: z.array(cephPrimaryStorageMonInventory),
    pools: z.array(cephPrimaryStoragePoolInventory),
    fsid: optionalText,
  },
);

/** A primary storage of any type, as its own class. */
export const anyPrimaryStorageInventory = variants(primaryStorageInventory, {
  Ceph: cephPrimaryStorageInventory,
});

/** A primary storage with what belongs to it; of other types than Ceph, monitors and pools are none. */
export type WholePrimaryStorage = PrimaryStorage & {
  readonly clusterUuids: string[];
  readonly mons: readonly CephMon[];
  readonly pools: readonly CephPool[];
};

export function toPrimaryStorageInventory(
  storage: PrimaryStorage,
  attachedClusterUuids: string[],
): z.infer<typeof primaryStorageInventory> {
  return {
    uuid: storage.uuid,
    zoneUuid: storage.zoneUuid,
    name: storage.name,
    url: storage.url,
    description: storage.description,
    totalCapacity: storage.totalCapacity,
    availableCapacity: storage.availableCapacity,
    totalPhysicalCapacity: storage.totalPhysicalCapacity,
    availablePhysicalCapacity: storage.availablePhysicalCapacity,
    systemUsedCapacity: storage.systemUsedCapacity,
    type: storage.type,
    state: storage.state,
    status: storage.status,
    mountPath: storage.mountPath,
    createDate: toTimestamp(storage.createDate),
    lastOpDate: toTimestamp(storage.lastOpDate),
    attachedClusterUuids,
  };
}

export const toCephPrimaryStorageInventory = (
  storage: WholePrimaryStorage,
): z.infer<typeof cephPrimaryStorageInventory> => ({
  ...toPrimaryStorageInventory(storage, storage.clusterUuids),
  mons: storage.mons.map((mon) => toCephPrimaryStorageMonInventory(mon, storage.status)),
  pools: storage.pools.map((pool) => toCephPrimaryStoragePoolInventory(pool, storage)),
  fsid: storage.fsid,
});

/** A primary storage as its own class. */
export const toAnyPrimaryStorageInventory = (
  storage: WholePrimaryStorage,
): z.infer<typeof primaryStorageInventory> =>
  storage.type === 'Ceph'
    ? toCephPrimaryStorageInventory(storage)
    : toPrimaryStorageInventory(storage, storage.clusterUuids);
