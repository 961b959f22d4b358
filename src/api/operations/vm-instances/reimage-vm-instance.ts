import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { checkReimage, reimageVmFlow } from '../../../services/vm-instances/reimage-vm.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const reimageVmInstance = defineAsync({
  name: 'ReimageVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'reimageVmInstance',
  auth: true,
  summary:
    'Makes the root volume of a stopped VM anew of its image; what it held stays as a snapshot',
  params: { vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { inventory: vmInstanceInventory },
  flow: reimageVmFlow,
  check(world, { params }) {
    checkReimage(world, vmOf(world, params.vmInstanceUuid));
  },
  context: (_world, { params, caller }) => ({
    vmUuid: params.vmInstanceUuid,
    accountUuid: caller.accountUuid,
  }),
  result: vmResult,
});
