import { checkUnused, removeKeyPair } from '../../../services/ssh-key-pairs/guests-keys.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteSshKeyPair = defineCommand({
  name: 'DeleteSshKeyPair',
  family: 'ssh-key-pair',
  method: 'DELETE',
  paths: ['/v1/ssh-key-pair/{uuid}'],
  summary: 'Removes an SSH key pair that no VM has',
  params: {
    uuid: requiredText({ resourceType: 'SshKeyPair', checkAccount: true }),
  },
  returns: {},
  check: (world, { params }) => checkUnused(world, params.uuid),
  run: ({ world, params }) => removeKeyPair(world, params.uuid),
});
