import * as z from 'zod';
import {
  REPLICATION_GROUP_STATES,
  type ReplicationGroup,
  type ReplicationGroupRef,
} from '../../domain/replication-group/replication-group.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const replicationGroupRefInventory = inventory(
  'org.zstack.imagereplicator.ImageReplicationGroupBackupStorageRefInventory',
  {
    replicationGroupUuid: uuid,
    backupStorageUuid: uuid,
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export const replicationGroupInventory = inventory(
  'org.zstack.imagereplicator.ImageReplicationGroupInventory',
  {
    uuid,
    name: text,
    description: optionalText,
    state: z.enum(REPLICATION_GROUP_STATES),
    createDate: timestamp,
    lastOpDate: timestamp,
    backupStorageRefs: replicationGroupRefInventory.array(),
  },
);

export const toReplicationGroupRefInventory = ({
  replicationGroupUuid,
  backupStorageUuid,
  createDate,
  lastOpDate,
}: ReplicationGroupRef): z.infer<typeof replicationGroupRefInventory> => ({
  replicationGroupUuid,
  backupStorageUuid,
  createDate: toTimestamp(createDate),
  lastOpDate: toTimestamp(lastOpDate),
});

export function toReplicationGroupInventory(
  { uuid: own, name, description, state, createDate, lastOpDate }: ReplicationGroup,
  refs: readonly ReplicationGroupRef[],
): z.infer<typeof replicationGroupInventory> {
  return {
    uuid: own,
    name,
    description,
    state,
    createDate: toTimestamp(createDate),
    lastOpDate: toTimestamp(lastOpDate),
    backupStorageRefs: refs.map(toReplicationGroupRefInventory),
  };
}
