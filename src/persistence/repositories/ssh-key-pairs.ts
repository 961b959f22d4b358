import { and, eq, sql } from 'drizzle-orm';
import type { SshKeyPairRepository } from '../../domain/ssh-key-pair/ssh-key-pair.js';
import type { Database } from '../database.js';
import { sshKeyPairs, sshKeyPairVms } from '../schema/index.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(sshKeyPairs, ['name', 'description']);
const asked = sql.placeholder('publicKey');
/** MySQL looks at no blanks at the end: a generated key has one. */
const byKey = rowsWhere(sshKeyPairs, sql`${sshKeyPairs.publicKey} in (${asked}, ${asked} || ' ')`);
const attach = insertInto(sshKeyPairVms);
const ofPair = eq(sshKeyPairVms.sshKeyPairUuid, sql.placeholder('sshKeyPairUuid'));
const vmsOf = rowsWhere(sshKeyPairVms, ofPair);
const detach = deleteWhere(
  sshKeyPairVms,
  sql`${and(ofPair, eq(sshKeyPairVms.vmInstanceUuid, sql.placeholder('vmInstanceUuid')))}`,
);

export function createSshKeyPairRepository(database: Database): SshKeyPairRepository {
  return {
    ...store.open(database),
    listByKey: (publicKey) => byKey.all(database, { publicKey }),
    attach: (sshKeyPairUuid, vmInstanceUuid) =>
      void attach.run(database, { sshKeyPairUuid, vmInstanceUuid }),
    detach: (sshKeyPairUuid, vmInstanceUuid) =>
      void detach.run(database, { sshKeyPairUuid, vmInstanceUuid }),
    vmUuids: (sshKeyPairUuid) =>
      vmsOf.all(database, { sshKeyPairUuid }).map(({ vmInstanceUuid }) => vmInstanceUuid),
  };
}
