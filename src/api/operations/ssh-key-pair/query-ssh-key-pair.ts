import {
  sshKeyPairInventory,
  toSshKeyPairInventory,
} from '../../../contract/inventories/ssh-key-pair-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const querySshKeyPair = defineQuery({
  name: 'QuerySshKeyPair',
  family: 'ssh-key-pair',
  paths: ['/v1/ssh-key-pair', '/v1/ssh-key-pair/{uuid}'],
  summary: 'Finds SSH key pairs',
  returns: { inventories: sshKeyPairInventory.array() },
  entity: 'sshkeypair',
  of: (queries) => queries.sshKeyPairs,
  toInventory: toSshKeyPairInventory,
});
