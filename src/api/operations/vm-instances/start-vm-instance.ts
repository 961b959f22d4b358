import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
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
  summary: 'Starts a VM; one that runs goes on running',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    clusterUuid: optionalText({ resourceType: 'Cluster' }),
    hostUuid: optionalText({ resourceType: 'Host' }),
  },
  returns: { inventory: vmInstanceInventory },
  flow: startVmFlow,
  quota(world, { params }) {
    const { cpuNum, memorySize } = vmOf(world, params.uuid);
    return { 'vm.cpuNum': cpuNum, 'vm.memorySize': memorySize, 'vm.num': 1 };
  },
  check: () => undefined,
  context: (_world, { params }) => ({
    vmUuid: params.uuid,
    hostUuid: params.hostUuid,
    clusterUuid: params.clusterUuid,
  }),
  result: vmResult,
});
