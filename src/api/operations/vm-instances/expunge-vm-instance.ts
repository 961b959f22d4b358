import { vmOf } from '../../../services/resources/lookup.js';
import { expungeVm } from '../../../services/vm-instances/destroy-vm.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const expungeVmInstance = defineCommand({
  name: 'ExpungeVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'expungeVmInstance',
  summary: 'Removes a destroyed VM for good',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance' }),
  },
  returns: {},
  run({ world, params }) {
    expungeVm(world, vmOf(world, params.uuid));
  },
});
