import {
  sshPrivateKeyPairInventory,
  toSshPrivateKeyPairInventory,
} from '../../../contract/inventories/ssh-key-pair-inventory.js';
import { checkQuota } from '../../../services/accounts/quotas.js';
import { generateKeys } from '../../../services/ssh-key-pairs/generate-keys.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, requiredText } from '../../params.js';
import { SSH_KEY_PAIR_NAME } from './ssh-key-pair-name.js';

export const generateSshKeyPair = defineSync({
  name: 'GenerateSshKeyPair',
  family: 'ssh-key-pair',
  method: 'POST',
  paths: ['/v1/ssh-key-pair/generate'],
  bodyKey: 'params',
  auth: true,
  isSlow: true,
  summary: 'Makes a key for the log-in to VMs; its private half is told this once',
  params: {
    name: requiredText({ maxLength: 255, regex: SSH_KEY_PAIR_NAME }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: sshPrivateKeyPairInventory },
  async run(world, { name, description }, { accountUuid }, tagsOf) {
    const tags = tagsOf();
    checkQuota(world, accountUuid, { 'ssh_key_pair.num': 1 });
    const { publicKey, privateKey } = await generateKeys();
    const now = world.clock.now();
    const uuid = world.chance.uuid();
    const dates = { createDate: now, lastOpDate: now };
    const pair = { uuid, name, description, publicKey, ...dates };
    world.unitOfWork.run(() => {
      // Others may have made pairs meanwhile.
      checkQuota(world, accountUuid, { 'ssh_key_pair.num': 1 });
      world.repositories.sshKeyPairs.insert(pair);
      world.repositories.accounts.own(accountUuid, uuid, 'SshKeyPairVO');
      // A tag that is refused leaves a pair behind in the real system, of which nobody knows the private half.
      writeTags(world, 'SshKeyPairVO', uuid, tags, now);
    });
    return { inventory: toSshPrivateKeyPairInventory(pair, privateKey) };
  },
});
