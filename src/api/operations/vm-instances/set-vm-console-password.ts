import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { CONSOLE_PASSWORD } from '../../../domain/tag/vm-tags.js';
import { putSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const setVmConsolePassword = defineCommand({
  name: 'SetVmConsolePassword',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmConsolePassword',
  summary: 'Locks the console of a VM by a password',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    consolePassword: requiredText(),
  },
  returns: { inventory: vmInstanceInventory },
  check(_world, { params: { consolePassword } }) {
    if (!consolePassword.startsWith('password')) return;
    throw apiError(
      'SYS.1007',
      "The console password cannot start with 'password' which may trigger a VNC security issue",
    );
  },
  run({ world, params: { uuid, consolePassword }, now }) {
    putSetting(world, uuid, CONSOLE_PASSWORD, consolePassword, now);
    return { vmUuid: uuid };
  },
  result: vmResult,
});
