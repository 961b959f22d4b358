import { BOOT_MODE } from '../../../domain/tag/vm-tags.js';
import { removeSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteVmBootMode = defineCommand({
  name: 'DeleteVmBootMode',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{uuid}/bootmode'],
  summary: 'Lets a VM boot as is usual',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    removeSetting(world, params.uuid, BOOT_MODE);
  },
});
