import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { PrimaryStorageRepository } from '../../domain/primary-storage/primary-storage.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { primaryStorageClusters, primaryStorages } from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const insert = insertInto(primaryStorages);
const insertCluster = insertInto(primaryStorageClusters);
const find = new ReadStatement(getTableColumns(primaryStorages), () =>
  queries
    .select()
    .from(primaryStorages)
    .where(eq(primaryStorages.uuid, sql.placeholder('uuid'))),
);

export function createPrimaryStorageRepository(
  database: Database,
  rows: RowCache,
): PrimaryStorageRepository {
  return {
    insert(storage, clusterUuids) {
      insert.run(database, { ...storage });
      for (const clusterUuid of clusterUuids) {
        insertCluster.run(database, { primaryStorageUuid: storage.uuid, clusterUuid });
      }
    },
    find: (uuid) => rows.read(uuid, () => find.get(database, { uuid })),
  };
}
