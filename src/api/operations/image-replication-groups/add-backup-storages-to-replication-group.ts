import {
  replicationGroupRefInventory,
  toReplicationGroupRefInventory,
} from '../../../contract/inventories/replication-group-inventory.js';
import type { ReplicationGroupRef } from '../../../domain/replication-group/replication-group.js';
import { addMembers, checkMembers } from '../../../services/replication-groups/members.js';
import { replicationGroupOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { CREATE_PARAMS, requiredList, requiredText } from '../../params.js';

export const addBackupStoragesToReplicationGroup = defineCommand({
  name: 'AddBackupStoragesToReplicationGroup',
  family: 'image-replication-groups',
  method: 'POST',
  paths: ['/v1/image-replication-groups/{replicationGroupUuid}'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Puts ImageStores into a group: from then on each gets what another one gets',
  params: {
    replicationGroupUuid: requiredText({ resourceType: 'ImageReplicationGroup' }),
    backupStorageUuids: requiredList({ nonempty: true, resourceType: 'BackupStorage' }),
    ...CREATE_PARAMS,
  },
  returns: { inventories: replicationGroupRefInventory.array() },
  check: (world, { params }) =>
    checkMembers(
      world,
      replicationGroupOf(world, params.replicationGroupUuid),
      params.backupStorageUuids,
    ),
  run({ world, params, now }) {
    const group = replicationGroupOf(world, params.replicationGroupUuid);
    return { refs: addMembers(world, group, params.backupStorageUuids, now) };
  },
  result: (_world, { refs }) => ({
    inventories: (refs as ReplicationGroupRef[]).map(toReplicationGroupRefInventory),
  }),
});
