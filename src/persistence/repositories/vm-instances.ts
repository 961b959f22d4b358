import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { VmInstanceRepository } from '../../domain/vm-instance/vm-instance.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { vmInstances } from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const insert = insertInto(vmInstances);
const find = new ReadStatement(getTableColumns(vmInstances), () =>
  queries
    .select()
    .from(vmInstances)
    .where(eq(vmInstances.uuid, sql.placeholder('uuid'))),
);

export function createVmInstanceRepository(
  database: Database,
  rows: RowCache,
): VmInstanceRepository {
  return {
    insert: (vm) => void insert.run(database, { ...vm }),
    find: (uuid) => rows.read(uuid, () => find.get(database, { uuid })),
  };
}
