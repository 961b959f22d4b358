import { sshKeyPairInventory } from '../../../contract/inventories/ssh-key-pair-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { checkPublicKey } from '../../../services/ssh-key-pairs/public-key.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { sshKeyPairResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';
import { SSH_KEY_PAIR_NAME } from './ssh-key-pair-name.js';

export const createSshKeyPair = defineCommand({
  name: 'CreateSshKeyPair',
  family: 'ssh-key-pair',
  method: 'POST',
  paths: ['/v1/ssh-key-pair'],
  bodyKey: 'params',
  summary: 'Takes a public key for the log-in to VMs',
  params: {
    name: requiredText({ maxLength: 255, regex: SSH_KEY_PAIR_NAME }),
    description: optionalText({ maxLength: 2048 }),
    publicKey: requiredText({ maxLength: 4096 }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: sshKeyPairInventory },
  quota: () => ({ 'ssh_key_pair.num': 1 }),
  check({ repositories }, { params: { publicKey }, caller: { accountUuid } }) {
    const same = repositories.sshKeyPairs.listByKey(publicKey);
    if (same.some(({ uuid }) => repositories.accounts.findOwner(uuid) === accountUuid)) {
      throw apiError('SYS.1007', 'The sshKeyPair already upload');
    }
  },
  run({ world, params, systemTags, userTags, caller, now }) {
    const { name, description, publicKey } = params;
    checkPublicKey(publicKey);
    const uuid = newUuid(world, params.resourceUuid);
    const dates = { createDate: now, lastOpDate: now };
    world.repositories.sshKeyPairs.insert({ uuid, name, description, publicKey, ...dates });
    world.repositories.accounts.own(caller.accountUuid, uuid, 'SshKeyPairVO');
    // The real system writes them as those of a volume.
    writeTags(world, 'VolumeVO', uuid, { systemTags, userTags, tagUuids: params.tagUuids }, now);
    return { uuid };
  },
  result: sshKeyPairResult,
});
