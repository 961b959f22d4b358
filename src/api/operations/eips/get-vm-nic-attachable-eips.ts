import { eipInventory, toEipInventory } from '../../../contract/inventories/vip-inventory.js';
import { attachableEips } from '../../../services/networks/eip-candidates.js';
import { vmNicOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { numberChoice, requiredText, wholeNumber } from '../../params.js';

export const getVmNicAttachableEips = defineSync({
  name: 'GetVmNicAttachableEips',
  family: 'eips',
  method: 'GET',
  paths: ['/v1/vm-instances/nics/{vmNicUuid}/candidate-eips'],
  auth: true,
  summary: 'Tells the EIPs that a NIC of a VM can be given',
  params: {
    vmNicUuid: requiredText({ resourceType: 'VmNic' }),
    ipVersion: numberChoice([4, 6]),
    limit: wholeNumber('Integer', { description: 'not used' }, 1000),
    start: wholeNumber('Integer', { description: 'not used' }, 0),
  },
  returns: { inventories: eipInventory.array() },
  run: (world, { vmNicUuid, ipVersion }) => ({
    inventories: attachableEips(world, vmNicOf(world, vmNicUuid), ipVersion).map(toEipInventory),
  }),
});
