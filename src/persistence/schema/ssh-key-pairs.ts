import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { dates, uuidColumn } from './columns.js';
import { vmInstances } from './vm-instances.js';

export const sshKeyPairs = sqliteTable(
  'ssh_key_pairs',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    publicKey: text('public_key').notNull(),
    ...dates,
  },
  (table) => [index('ssh_key_pairs_key').on(table.publicKey)],
);

/** A pair that a guest has cannot be removed. */
export const sshKeyPairVms = sqliteTable(
  'ssh_key_pair_vms',
  {
    sshKeyPairUuid: uuidColumn('ssh_key_pair_uuid')
      .notNull()
      .references(() => sshKeyPairs.uuid),
    vmInstanceUuid: uuidColumn('vm_instance_uuid')
      .notNull()
      .references(() => vmInstances.uuid, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.sshKeyPairUuid, table.vmInstanceUuid] }),
    index('ssh_key_pair_vms_vm').on(table.vmInstanceUuid),
  ],
);
