import {
  toVmInstanceInventory,
  vmInstanceInventory,
} from '../../../contract/inventories/vm-instance-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVmInstance = defineQuery({
  name: 'QueryVmInstance',
  family: 'vm-instances',
  paths: ['/v1/vm-instances', '/v1/vm-instances/{uuid}'],
  summary: 'Finds VMs, with their volumes',
  returns: { inventories: vmInstanceInventory.array() },
  entity: 'vminstance',
  of: (queries) => queries.vmInstances,
  toInventory: (row) => toVmInstanceInventory(row, row.volumes, row.cdRoms, row.nics),
});
