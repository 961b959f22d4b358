import { sshKeyPairInventory } from '../../../contract/inventories/ssh-key-pair-inventory.js';
import { checkAttach } from '../../../services/ssh-key-pairs/guests-keys.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const attachSshKeyPairToVmInstance = defineCommand({
  name: 'AttachSshKeyPairToVmInstance',
  family: 'ssh-key-pair',
  method: 'POST',
  paths: ['/v1/ssh-key-pair/{sshKeyPairUuid}/vm-instance/{vmInstanceUuid}'],
  bodyKey: 'params',
  summary: 'Puts the public key of a pair into a VM that runs',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    sshKeyPairUuid: requiredText({ resourceType: 'SshKeyPair', checkAccount: true }),
  },
  // The real answer has no inventory, though its class knows one.
  returns: { inventory: sshKeyPairInventory.optional() },
  check: (world, { params }) => checkAttach(world, params.sshKeyPairUuid, params.vmInstanceUuid),
  run({ world, params: { sshKeyPairUuid, vmInstanceUuid } }) {
    checkAttach(world, sshKeyPairUuid, vmInstanceUuid);
    world.repositories.sshKeyPairs.attach(sshKeyPairUuid, vmInstanceUuid);
  },
});
