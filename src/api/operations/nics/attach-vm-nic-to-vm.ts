import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { attachNic, checkAttachNic } from '../../../services/networks/attach-nic.js';
import { vmNicOf, vmOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const attachVmNicToVm = defineCommand({
  name: 'AttachVmNicToVm',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/nices/{vmNicUuid}'],
  bodyKey: 'params',
  summary: 'Gives a VM a NIC that is there already',
  params: {
    vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true }),
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }),
  },
  returns: { inventory: vmInstanceInventory },
  check: (world, { params }) =>
    checkAttachNic(world, vmOf(world, params.vmInstanceUuid), vmNicOf(world, params.vmNicUuid)),
  run({ world, params: { vmInstanceUuid: vmUuid, vmNicUuid }, now }) {
    checkAttachNic(world, vmOf(world, vmUuid), vmNicOf(world, vmNicUuid));
    attachNic(world, vmUuid, vmNicUuid, now);
    return { vmUuid };
  },
  result: vmResult,
});
