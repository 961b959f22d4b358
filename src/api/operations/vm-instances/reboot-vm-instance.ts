import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { rebootVmFlow } from '../../../services/vm-instances/power-flows.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const rebootVmInstance = defineAsync({
  name: 'RebootVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'rebootVmInstance',
  auth: true,
  summary: 'Stops a VM and starts it again on its host',
  params: { uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { inventory: vmInstanceInventory },
  flow: rebootVmFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ vmUuid: params.uuid }),
  result: vmResult,
});
