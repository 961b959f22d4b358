import { destroyVm } from '../../../services/vm-instances/destroy-vm.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const destroyVmInstance = defineCommand({
  name: 'DestroyVmInstance',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{uuid}'],
  summary: 'Destroys a VM by the deletion policy; its data volumes are detached',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', mayBeMissing: true, checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params, now }) {
    const vm = world.repositories.vmInstances.find(params.uuid);
    if (vm) destroyVm(world, vm, now);
  },
});
