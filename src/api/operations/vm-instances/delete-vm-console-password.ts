import { CONSOLE_PASSWORD } from '../../../domain/tag/vm-tags.js';
import { removeSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteVmConsolePassword = defineCommand({
  name: 'DeleteVmConsolePassword',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{uuid}/console-password'],
  summary: 'Opens the console of a VM',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
  },
  returns: {},
  run({ world, params }) {
    removeSetting(world, params.uuid, CONSOLE_PASSWORD);
    return { vmUuid: params.uuid };
  },
});
