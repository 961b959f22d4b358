import {
  cephOsdGroupInventory,
  toCephOsdGroupInventory,
} from '../../../contract/inventories/ceph-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryCephOsdGroup = defineQuery({
  name: 'QueryCephOsdGroup',
  family: 'primary-storage',
  paths: ['/v1/primary-storage/ceph/osdgroups', '/v1/primary-storage/ceph/osdgroups/{uuid}'],
  adminOnly: true,
  summary: 'Finds the disks that pools of Ceph primary storages share',
  returns: { inventories: cephOsdGroupInventory.array() },
  entity: 'cephosdgroup',
  of: (queries) => queries.cephOsdGroups,
  toInventory: toCephOsdGroupInventory,
});
