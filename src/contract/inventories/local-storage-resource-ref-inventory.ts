import type * as z from 'zod';
import type { LocalStorageResourceRef } from '../../domain/primary-storage/local-storage-resource-ref.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, text, timestamp, uuid } from './inventory.js';

export const localStorageResourceRefInventory = inventory(
  'org.zstack.storage.primary.local.LocalStorageResourceRefInventory',
  {
    resourceUuid: uuid,
    primaryStorageUuid: uuid,
    hostUuid: uuid,
    size: bytes,
    resourceType: text,
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export const toLocalStorageResourceRefInventory = (
  ref: LocalStorageResourceRef,
): z.infer<typeof localStorageResourceRefInventory> => ({
  resourceUuid: ref.resourceUuid,
  primaryStorageUuid: ref.primaryStorageUuid,
  hostUuid: ref.hostUuid,
  size: ref.size,
  resourceType: ref.resourceType,
  createDate: toTimestamp(ref.createDate),
  lastOpDate: toTimestamp(ref.lastOpDate),
});
