import {
  toVmCdRomInventory,
  vmCdRomInventory,
} from '../../../contract/inventories/vm-instance-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVmCdRom = defineQuery({
  name: 'QueryVmCdRom',
  family: 'vm-instances',
  paths: ['/v1/vm-instances/cdroms', '/v1/vm-instances/cdroms/{uuid}'],
  summary: 'Finds CD-ROM drives of VMs',
  returns: { inventories: vmCdRomInventory.array() },
  entity: 'vmcdrom',
  of: (queries) => queries.vmCdRoms,
  toInventory: toVmCdRomInventory,
});
