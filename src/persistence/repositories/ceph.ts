import { eq, sql } from 'drizzle-orm';
import type { CephMonRepository, CephPoolRepository } from '../../domain/ceph/ceph.js';
import type { Database } from '../database.js';
import {
  cephBackupStorageMons,
  cephPrimaryStorageMons,
  cephPrimaryStoragePools as pools,
  primaryStorages,
} from '../schema/index.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

function monStatements(table: typeof cephPrimaryStorageMons | typeof cephBackupStorageMons) {
  return {
    store: defineRowStore(table, ['hostname', 'monPort', 'sshUsername', 'sshPort']),
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
  const { store, ofStorage, onHosts } = MONS[kind];
  return {
    ...store.open(database),
    listByStorage: (storageUuid) => ofStorage.all(database, { storageUuid }),
    listOnHosts: (hostnames) => onHosts.all(database, { hostnames: JSON.stringify(hostnames) }),
  };
}

const poolStore = defineRowStore(pools, ['aliasName', 'description']);
const poolsOf = rowsWhere(pools, eq(pools.primaryStorageUuid, sql.placeholder('storageUuid')));
const poolsOn = rowsWhere(
  pools,
  sql`${pools.primaryStorageUuid} in (select ${primaryStorages.uuid} from ${primaryStorages} where ${primaryStorages.fsid} = ${sql.placeholder('fsid')})`,
);

export function createCephPoolRepository(database: Database): CephPoolRepository {
  return {
    ...poolStore.open(database),
    listByStorage: (storageUuid) => poolsOf.all(database, { storageUuid }),
    listByCluster: (fsid) => poolsOn.all(database, { fsid }),
  };
}
