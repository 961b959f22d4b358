import type { Operation } from '../../define-operation.js';
import { attachSshKeyPairToVmInstance } from './attach-ssh-key-pair-to-vm-instance.js';
import { createSshKeyPair } from './create-ssh-key-pair.js';
import { deleteSshKeyPair } from './delete-ssh-key-pair.js';
import { detachSshKeyPairFromVmInstance } from './detach-ssh-key-pair-from-vm-instance.js';
import { generateSshKeyPair } from './generate-ssh-key-pair.js';
import { querySshKeyPair } from './query-ssh-key-pair.js';
import { updateSshKeyPair } from './update-ssh-key-pair.js';

/** The operations of this family. */
export const SSH_KEY_PAIR_OPERATIONS: readonly Operation[] = [
  attachSshKeyPairToVmInstance,
  createSshKeyPair,
  deleteSshKeyPair,
  detachSshKeyPairFromVmInstance,
  generateSshKeyPair,
  querySshKeyPair,
  updateSshKeyPair,
];
