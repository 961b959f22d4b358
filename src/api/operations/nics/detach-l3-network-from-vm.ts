import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { detachNic } from '../../../services/networks/nics.js';
import { vmNicOf, vmOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const detachL3NetworkFromVm = defineCommand({
  name: 'DetachL3NetworkFromVm',
  family: 'nics',
  method: 'DELETE',
  paths: ['/v1/vm-instances/nics/{vmNicUuid}'],
  summary: 'Takes a NIC from a VM and removes it',
  params: { vmNicUuid: requiredText({ resourceType: 'VmNic' }) },
  returns: { inventory: vmInstanceInventory },
  check(world, { params }) {
    const { vmInstanceUuid } = vmNicOf(world, params.vmNicUuid);
    // Of a NIC without a VM the real system's own query finds nothing, which it did not expect.
    if (vmInstanceUuid === null) {
      throw apiError('SYS.1000', 'No entity found for query');
    }
    const { state } = vmOf(world, vmInstanceUuid);
    if (state === 'Running' || state === 'Stopped') return;
    throw apiError(
      'SYS.1006',
      `unable to detach a L3 network. The vm[uuid: ${vmInstanceUuid}] is not Running or Stopped; the current state is ${state}`,
    );
  },
  run({ world, params, now }) {
    const nic = vmNicOf(world, params.vmNicUuid);
    detachNic(world, nic, now);
    return { vmUuid: nic.vmInstanceUuid };
  },
  result: vmResult,
});
