import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { SSH_KEY } from '../../../domain/tag/vm-tags.js';
import { removeSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const deleteVmSshKey = defineCommand({
  name: 'DeleteVmSshKey',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{uuid}/ssh-keys'],
  summary: 'Takes the key for its log-in from the guest of a VM',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
  },
  returns: { inventory: vmInstanceInventory },
  run({ world, params }) {
    removeSetting(world, params.uuid, SSH_KEY);
    return { vmUuid: params.uuid };
  },
  result: vmResult,
});
