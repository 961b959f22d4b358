import {
  managementNodeInventory,
  toManagementNodeInventory,
} from '../../../contract/inventories/management-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryManagementNode = defineQuery({
  name: 'QueryManagementNode',
  family: 'management-nodes',
  paths: ['/v1/management-nodes', '/v1/management-nodes/{uuid}'],
  adminOnly: true,
  summary: 'Finds the management node: there is one',
  returns: { inventories: managementNodeInventory.array() },
  entity: 'managementnode',
  of: (queries) => queries.managementNodes,
  toInventory: toManagementNodeInventory,
});
