import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { attachableNetworks } from '../../../services/networks/candidates.js';
import { vmOfNic } from '../../../services/networks/change-nic-network.js';
import { vmNicOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { l3InventoryOf } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const getCandidateL3NetworksForChangeVmNicNetwork = defineSync({
  name: 'GetCandidateL3NetworksForChangeVmNicNetwork',
  family: 'nics',
  method: 'GET',
  paths: ['/v1/vm-instances/nics/{vmNicUuid}/l3-networks-candidates'],
  auth: true,
  summary: 'Tells the networks that a NIC can get onto',
  params: { vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true }) },
  returns: { inventories: l3NetworkInventory.array() },
  run(world, { vmNicUuid }, caller) {
    const vm = vmOfNic(world, vmNicOf(world, vmNicUuid));
    const networks = attachableNetworks(world, vm, caller);
    return { inventories: networks.map((network) => l3InventoryOf(world, network)) };
  },
});
