import {
  replicationGroupInventory,
  toReplicationGroupInventory,
} from '../../../contract/inventories/replication-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImageReplicationGroup = defineQuery({
  name: 'QueryImageReplicationGroup',
  family: 'image-replication-groups',
  paths: ['/v1/image-replication-groups', '/v1/image-replication-groups/{uuid}'],
  adminOnly: true,
  summary: 'Finds groups of ImageStores that have each other’s images',
  returns: { inventories: replicationGroupInventory.array() },
  entity: 'imagereplicationgroup',
  of: (queries) => queries.imageReplicationGroups,
  toInventory: (row) => toReplicationGroupInventory(row, row.refs),
});
