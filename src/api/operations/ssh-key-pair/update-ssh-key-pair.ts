import { sshKeyPairInventory } from '../../../contract/inventories/ssh-key-pair-inventory.js';
import { sshKeyPairOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { sshKeyPairResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';
import { SSH_KEY_PAIR_NAME } from './ssh-key-pair-name.js';

export const updateSshKeyPair = defineCommand({
  name: 'UpdateSshKeyPair',
  family: 'ssh-key-pair',
  method: 'PUT',
  paths: ['/v1/ssh-key-pair/{uuid}/actions'],
  bodyKey: 'updateSshKeyPair',
  summary: 'Changes the name or description of an SSH key pair',
  params: {
    uuid: requiredText({ resourceType: 'SshKeyPair', checkAccount: true, maxLength: 32 }),
    name: optionalText({ maxLength: 255, regex: SSH_KEY_PAIR_NAME }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: sshKeyPairInventory },
  run({ world, params: { uuid, name, description }, now }) {
    if (name !== null || description !== null) {
      const pair = sshKeyPairOf(world, uuid);
      world.repositories.sshKeyPairs.update(
        pair,
        { name: name ?? pair.name, description: description ?? pair.description },
        now,
      );
    }
    return { uuid };
  },
  result: sshKeyPairResult,
});
