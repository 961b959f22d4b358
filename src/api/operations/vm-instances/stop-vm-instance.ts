import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { stopVmFlow } from '../../../services/vm-instances/power-flows.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalChoice, requiredText } from '../../params.js';

export const stopVmInstance = defineAsync({
  name: 'StopVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'stopVmInstance',
  auth: true,
  summary: 'Stops a VM; a stopped one stays stopped',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    type: optionalChoice(['grace', 'cold']),
    stopHA: optionalChoice(['true']),
  },
  returns: { inventory: vmInstanceInventory },
  flow: stopVmFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ vmUuid: params.uuid }),
  result: vmResult,
});
