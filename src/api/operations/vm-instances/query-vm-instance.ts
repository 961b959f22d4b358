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
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.vmInstances.query(query, ownerUuid);
    return {
      inventories: rows.map((row) => toVmInstanceInventory(row, row.volumes, row.cdRoms)),
      total,
    };
  },
});
