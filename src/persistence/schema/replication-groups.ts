import { check, index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { REPLICATION_GROUP_STATES } from '../../domain/replication-group/replication-group.js';
import { backupStorages } from './backup-storages.js';
import { dates, isOneOf, uuidColumn } from './columns.js';

export const imageReplicationGroups = sqliteTable(
  'image_replication_groups',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    state: text('state', { enum: REPLICATION_GROUP_STATES }).notNull(),
    ...dates,
  },
  (table) => [
    check('image_replication_groups_state', isOneOf(table.state, REPLICATION_GROUP_STATES)),
  ],
);

/** A storage is in one group at most, and leaves it when it goes. */
export const imageReplicationGroupRefs = sqliteTable(
  'image_replication_group_refs',
  {
    backupStorageUuid: uuidColumn('backup_storage_uuid')
      .primaryKey()
      .references(() => backupStorages.uuid, { onDelete: 'cascade' }),
    replicationGroupUuid: uuidColumn('replication_group_uuid')
      .notNull()
      .references(() => imageReplicationGroups.uuid, { onDelete: 'cascade' }),
    ...dates,
  },
  (table) => [index('image_replication_group_refs_group').on(table.replicationGroupUuid)],
);
