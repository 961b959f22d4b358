import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { SSH_KEY } from '../../../domain/tag/vm-tags.js';
import { putSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const setVmSshKey = defineCommand({
  name: 'SetVmSshKey',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmSshKey',
  summary: 'Gives the guest of a VM a key for its log-in',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    SshKey: requiredText(),
  },
  returns: { inventory: vmInstanceInventory },
  run({ world, params, now }) {
    putSetting(world, params.uuid, SSH_KEY, params.SshKey, now);
    return { vmUuid: params.uuid };
  },
  result: vmResult,
});
