import { BOOT_MODE } from '../../../domain/tag/vm-tags.js';
import { putSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const setVmBootMode = defineCommand({
  name: 'SetVmBootMode',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmBootMode',
  summary: 'Says how a VM boots: Legacy, UEFI or UEFI_WITH_CSM',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    bootMode: requiredText(),
  },
  returns: {},
  run({ world, params, now }) {
    putSetting(world, params.uuid, BOOT_MODE, params.bootMode, now);
  },
});
