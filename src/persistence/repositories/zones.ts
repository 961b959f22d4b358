import type { ZoneRepository } from '../../domain/zone/zone.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { zones } from '../schema/index.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const store = defineRowStore(zones, ['name', 'description', 'state', 'isDefault']);
const list = rowsWhere(zones, undefined);

export function createZoneRepository(database: Database, rows: RowCache): ZoneRepository {
  return { ...store.open(database, rows), list: () => list.all(database, {}) };
}
