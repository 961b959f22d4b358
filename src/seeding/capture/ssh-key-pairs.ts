import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, textOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function sshKeyPairOf(cloud: Cloud, row: Row) {
  const naming = cloud.keys.naming('ssh-key-pair', row);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    publicKey: textOf(row, 'publicKey'),
    ...tagsOf(cloud, 'SshKeyPairVO', naming.uuid),
    ...datesOf(row),
  };
}
