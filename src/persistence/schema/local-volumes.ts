import { index, sqliteTable } from 'drizzle-orm/sqlite-core';
import { hosts } from './clusters.js';
import { uuidColumn } from './columns.js';
import { volumes } from './volumes.js';

/** On which host's disks a volume on local storage lies. */
export const localVolumes = sqliteTable(
  'local_volumes',
  {
    volumeUuid: uuidColumn('volume_uuid')
      .primaryKey()
      .references(() => volumes.uuid, { onDelete: 'cascade' }),
    hostUuid: uuidColumn('host_uuid')
      .notNull()
      .references(() => hosts.uuid),
  },
  (table) => [index('local_volumes_host').on(table.hostUuid)],
);
