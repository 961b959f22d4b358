import { checkDetach } from '../../../services/ssh-key-pairs/guests-keys.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const detachSshKeyPairFromVmInstance = defineCommand({
  name: 'DetachSshKeyPairFromVmInstance',
  family: 'ssh-key-pair',
  method: 'DELETE',
  paths: ['/v1/ssh-key-pair/{sshKeyPairUuid}/vm-instance/{vmInstanceUuid}'],
  summary: 'Takes the public key of a pair out of a VM that runs',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    sshKeyPairUuid: requiredText({ resourceType: 'SshKeyPair', checkAccount: true }),
  },
  returns: {},
  check: (world, { params }) => checkDetach(world, params.sshKeyPairUuid, params.vmInstanceUuid),
  run({ world, params: { sshKeyPairUuid, vmInstanceUuid } }) {
    checkDetach(world, sshKeyPairUuid, vmInstanceUuid);
    world.repositories.sshKeyPairs.detach(sshKeyPairUuid, vmInstanceUuid);
  },
});
