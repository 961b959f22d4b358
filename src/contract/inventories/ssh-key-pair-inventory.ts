import type * as z from 'zod';
import type { SshKeyPair } from '../../domain/ssh-key-pair/ssh-key-pair.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const sshKeyPairInventory = inventory('org.zstack.header.sshkeypair.SshKeyPairInventory', {
  uuid,
  name: text,
  description: optionalText,
  publicKey: text,
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const toSshKeyPairInventory = (pair: SshKeyPair): z.infer<typeof sshKeyPairInventory> => ({
  uuid: pair.uuid,
  name: pair.name,
  description: pair.description,
  publicKey: pair.publicKey,
  createDate: toTimestamp(pair.createDate),
  lastOpDate: toTimestamp(pair.lastOpDate),
});

export const sshPrivateKeyPairInventory = inventory(
  'org.zstack.header.sshkeypair.SshPrivateKeyPairInventory',
  {
    uuid,
    name: text,
    description: optionalText,
    publicKey: text,
    createDate: timestamp,
    lastOpDate: timestamp,
    privateKey: text,
  },
);

export const toSshPrivateKeyPairInventory = (
  pair: SshKeyPair,
  privateKey: string,
): z.infer<typeof sshPrivateKeyPairInventory> => ({ ...toSshKeyPairInventory(pair), privateKey });
