import { apiError } from '../../../core/api-error.js';
import { SSH_KEY } from '../../../domain/tag/vm-tags.js';
import { removeSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteVmSshKey = defineCommand({
  name: 'DeleteVmSshKey',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{uuid}/ssh-keys'],
  summary: 'Takes the key for its log-in from the guest of a VM',
  params: {
    // The real message looks at nothing: neither whether the VM is there, nor whose it is.
    uuid: requiredText(),
  },
  returns: {},
  run({ world, params }) {
    if (!world.repositories.vmInstances.find(params.uuid)) {
      throw apiError(
        'SYS.1000',
        `Cannot find VmInstance[uuid:${params.uuid}], it may have been deleted`,
      );
    }
    removeSetting(world, params.uuid, SSH_KEY);
    return { vmUuid: params.uuid };
  },
});
