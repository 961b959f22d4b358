import { vmOf } from '../../../services/resources/lookup.js';
import { setPriority } from '../../../services/vm-instances/vm-priority.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const updateVmPriority = defineCommand({
  name: 'UpdateVmPriority',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'updateVmPriority',
  summary: 'Says how a VM stands against others on its host',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    priority: requiredText({
      description: 'Normal, CpuHigh, MemoryHigh, High or ApplianceVmHigh',
    }),
  },
  returns: {},
  run: ({ world, params, now }) =>
    setPriority(world, vmOf(world, params.uuid), params.priority, now),
});
