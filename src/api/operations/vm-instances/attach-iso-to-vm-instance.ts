import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { imageOf, vmOf } from '../../../services/resources/lookup.js';
import { attachIso } from '../../../services/vm-instances/iso.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const attachIsoToVmInstance = defineCommand({
  name: 'AttachIsoToVmInstance',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/iso/{isoUuid}'],
  bodyKey: 'null',
  summary: 'Puts an ISO into a drive of a VM',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    isoUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    cdRomUuid: optionalText({ description: 'default: the first empty drive' }),
  },
  returns: { inventory: vmInstanceInventory },
  run({ world, params, now }) {
    const vm = vmOf(world, params.vmInstanceUuid);
    attachIso(world, vm, imageOf(world, params.isoUuid), params.cdRomUuid, now);
    return { vmUuid: vm.uuid };
  },
  result: vmResult,
});
