import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { startVmFlow } from '../../../services/vm-instances/power-flows.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const startVmInstance = defineAsync({
  name: 'StartVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'startVmInstance',
  auth: true,
  summary: 'Starts a VM',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    clusterUuid: optionalText({ resourceType: 'Cluster' }),
    hostUuid: optionalText({ resourceType: 'Host' }),
  },
  returns: { inventory: vmInstanceInventory },
  flow: startVmFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ vmUuid: params.uuid }),
  result: vmResult,
});
