import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { instanceOfferingOf, vmOf } from '../../../services/resources/lookup.js';
import { changeOffering, checkOffering } from '../../../services/vm-instances/update-vm.js';
import { checkVmState } from '../../../services/vm-instances/vm-states.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const changeInstanceOffering = defineCommand({
  name: 'ChangeInstanceOffering',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'changeInstanceOffering',
  summary: 'Gives a VM the processors and the memory of another offering',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    instanceOfferingUuid: requiredText({ resourceType: 'InstanceOffering', checkAccount: true }),
  },
  returns: { inventory: vmInstanceInventory },
  check(world, { params }) {
    const offering = instanceOfferingOf(world, params.instanceOfferingUuid);
    checkOffering(world, vmOf(world, params.vmInstanceUuid), offering);
  },
  run({ world, params, now }) {
    const vm = vmOf(world, params.vmInstanceUuid);
    checkVmState(vm, 'APIChangeInstanceOfferingMsg');
    changeOffering(world, vm, instanceOfferingOf(world, params.instanceOfferingUuid), now);
    return { vmUuid: vm.uuid };
  },
  result: vmResult,
});
