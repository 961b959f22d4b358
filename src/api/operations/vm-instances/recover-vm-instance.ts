import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { recoverVm } from '../../../services/vm-instances/destroy-vm.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const recoverVmInstance = defineCommand({
  name: 'RecoverVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'recoverVmInstance',
  summary: 'Brings a destroyed VM back, stopped',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
  },
  returns: { inventory: vmInstanceInventory },
  quota: () => ({ 'vm.totalNum': 1 }),
  run({ world, params, now }) {
    recoverVm(world, vmOf(world, params.uuid), now);
    return { vmUuid: params.uuid };
  },
  result: vmResult,
});
