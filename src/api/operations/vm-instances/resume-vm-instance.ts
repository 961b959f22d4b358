import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { resumeVmFlow } from '../../../services/vm-instances/power-flows.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const resumeVmInstance = defineAsync({
  name: 'ResumeVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'resumeVmInstance',
  auth: true,
  summary: 'Lets a paused VM go on',
  params: { uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { inventory: vmInstanceInventory },
  flow: resumeVmFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ vmUuid: params.uuid }),
  result: vmResult,
});
