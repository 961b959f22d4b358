import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { attachableNetworks } from '../../../services/networks/candidates.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { l3InventoryOf } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const getVmAttachableL3Network = defineSync({
  name: 'GetVmAttachableL3Network',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/l3-networks-candidates'],
  auth: true,
  summary: 'Tells the networks that a VM can get a NIC on',
  params: { vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { inventories: l3NetworkInventory.array() },
  run: (world, { vmInstanceUuid }, caller) => ({
    inventories: attachableNetworks(world, vmOf(world, vmInstanceUuid), caller).map((network) =>
      l3InventoryOf(world, network),
    ),
  }),
});
