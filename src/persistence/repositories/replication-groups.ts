import { eq, sql } from 'drizzle-orm';
import type { ReplicationGroupRepository } from '../../domain/replication-group/replication-group.js';
import type { Database } from '../database.js';
import {
  imageReplicationGroupRefs as refs,
  imageReplicationGroups as groups,
} from '../schema/index.js';
import { defineRowStore, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(groups, []);
const insertRef = insertInto(refs);
const listRefs = rowsWhere(
  refs,
  eq(refs.replicationGroupUuid, sql.placeholder('replicationGroupUuid')),
);
const refOf = rowsWhere(refs, eq(refs.backupStorageUuid, sql.placeholder('backupStorageUuid')));

export function createReplicationGroupRepository(database: Database): ReplicationGroupRepository {
  const rows = store.open(database);
  return {
    ...rows,
    insertRef: (ref) => void insertRef.run(database, { ...ref }),
    listRefs: (replicationGroupUuid) => listRefs.all(database, { replicationGroupUuid }),
    findByStorage(backupStorageUuid) {
      const ref = refOf.get(database, { backupStorageUuid });
      return ref && rows.find(ref.replicationGroupUuid);
    },
  };
}
