import { eq, sql } from 'drizzle-orm';
import type { CephMonRepository, CephPoolRepository } from '../../domain/ceph/ceph.js';
import type { Database } from '../database.js';
import {
  cephBackupStorageMons,
  cephPrimaryStorageMons,
  cephPrimaryStoragePools as pools,
} from '../schema/index.js';
import { insertInto, rowsWhere } from '../table-statements.js';

function monStatements(table: typeof cephPrimaryStorageMons | typeof cephBackupStorageMons) {
  return {
    insert: insertInto(table),
    ofStorage: rowsWhere(table, eq(table.storageUuid, sql.placeholder('storageUuid'))),
    onHosts: rowsWhere(
      table,
      sql`${table.hostname} collate nocase in (select value from json_each(${sql.placeholder('hostnames')}))`,
    ),
  };
}

const MONS = {
  primary: monStatements(cephPrimaryStorageMons),
  backup: monStatements(cephBackupStorageMons),
};

export function createCephMonRepository(
  database: Database,
  kind: keyof typeof MONS,
): CephMonRepository {
  const { insert, ofStorage, onHosts } = MONS[kind];
  return {
    insert: (mon) => void insert.run(database, { ...mon }),
    listByStorage: (storageUuid) => ofStorage.all(database, { storageUuid }),
    listOnHosts: (hostnames) => onHosts.all(database, { hostnames: JSON.stringify(hostnames) }),
  };
}

const insertPool = insertInto(pools);
const findPool = rowsWhere(pools, eq(pools.uuid, sql.placeholder('uuid')));
const poolsOf = rowsWhere(pools, eq(pools.primaryStorageUuid, sql.placeholder('storageUuid')));

export function createCephPoolRepository(database: Database): CephPoolRepository {
  return {
    insert: (pool) => void insertPool.run(database, { ...pool }),
    find: (uuid) => findPool.get(database, { uuid }),
    listByStorage: (storageUuid) => poolsOf.all(database, { storageUuid }),
  };
}
