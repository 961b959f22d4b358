import { checkPublicKey } from '../../services/ssh-key-pairs/public-key.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillSshKeyPair(filling: Filling, made: Made<EntryOf<'sshKeyPairs'>>): void {
  const { world } = filling;
  const uuid = filling.uuidOf('ssh-key-pair', made);
  const dates = filling.datesOf(made);
  const { name, description, publicKey } = made;
  checkPublicKey(publicKey);
  const vmUuids = made.vmInstances.map((vm) => filling.find('vm-instance', vm));
  filling.write(() => {
    world.repositories.sshKeyPairs.insert({ uuid, name, description, publicKey, ...dates });
    for (const vmUuid of new Set(vmUuids)) world.repositories.sshKeyPairs.attach(uuid, vmUuid);
  });
  own(filling, 'SshKeyPairVO', uuid, made, dates.createDate);
  tag(filling, 'SshKeyPairVO', uuid, made, dates.createDate);
}
