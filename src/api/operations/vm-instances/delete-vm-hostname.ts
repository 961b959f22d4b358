import { HOSTNAME } from '../../../domain/tag/vm-tags.js';
import { removeSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteVmHostname = defineCommand({
  name: 'DeleteVmHostname',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{uuid}/hostnames'],
  summary: 'Takes its name from the guest of a VM',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    removeSetting(world, params.uuid, HOSTNAME);
  },
});
