import {
  toVmNicInventory,
  vmNicInventory,
} from '../../../contract/inventories/vm-nic-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVmNic = defineQuery({
  name: 'QueryVmNic',
  family: 'vm-instances',
  paths: ['/v1/vm-instances/nics', '/v1/vm-instances/nics/{uuid}'],
  summary: 'Finds NICs, with their addresses',
  returns: { inventories: vmNicInventory.array() },
  entity: 'vmnic',
  of: (queries) => queries.vmNics,
  toInventory: toVmNicInventory,
});
