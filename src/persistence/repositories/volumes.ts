import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { VolumeRepository } from '../../domain/volume/volume.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { volumes } from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const insert = insertInto(volumes);
const find = new ReadStatement(getTableColumns(volumes), () =>
  queries
    .select()
    .from(volumes)
    .where(eq(volumes.uuid, sql.placeholder('uuid'))),
);

export function createVolumeRepository(database: Database, rows: RowCache): VolumeRepository {
  return {
    insert: (volume) => void insert.run(database, { ...volume }),
    find: (uuid) => rows.read(uuid, () => find.get(database, { uuid })),
  };
}
