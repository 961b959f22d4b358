import { HOSTNAME } from '../../../domain/tag/vm-tags.js';
import { putSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const setVmHostname = defineCommand({
  name: 'SetVmHostname',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmHostname',
  summary: 'Gives the guest of a VM a name',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    hostname: requiredText(),
  },
  returns: {},
  run({ world, params, now }) {
    putSetting(world, params.uuid, HOSTNAME, params.hostname, now);
  },
});
