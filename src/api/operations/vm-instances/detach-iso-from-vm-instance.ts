import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { checkDetachIso, detachIso } from '../../../services/vm-instances/iso.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const detachIsoFromVmInstance = defineCommand({
  name: 'DetachIsoFromVmInstance',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/iso'],
  summary: 'Takes an ISO out of a VM; one that is not in it may be taken out',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    isoUuid: optionalText({ description: 'default: the only one' }),
  },
  returns: { inventory: vmInstanceInventory },
  check: (world, { params }) =>
    checkDetachIso(world, vmOf(world, params.vmInstanceUuid), params.isoUuid),
  run({ world, params, now }) {
    const vm = vmOf(world, params.vmInstanceUuid);
    detachIso(world, vm, params.isoUuid, now);
    return { vmUuid: vm.uuid };
  },
  result: vmResult,
});
