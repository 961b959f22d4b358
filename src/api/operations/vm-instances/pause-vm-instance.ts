import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { pauseVmFlow } from '../../../services/vm-instances/power-flows.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const pauseVmInstance = defineAsync({
  name: 'PauseVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'pauseVmInstance',
  auth: true,
  summary: 'Holds a VM that runs; it keeps its host',
  params: { uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { inventory: vmInstanceInventory },
  flow: pauseVmFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ vmUuid: params.uuid }),
  result: vmResult,
});
