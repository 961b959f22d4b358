import type {
  DiskOfferingRepository,
  InstanceOfferingRepository,
} from '../../domain/offering/offering.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { diskOfferings, instanceOfferings } from '../schema/index.js';
import { defineRowStore } from '../table-statements.js';

const instanceStore = defineRowStore(instanceOfferings, [
  'name',
  'description',
  'allocatorStrategy',
  'state',
]);
const diskStore = defineRowStore(diskOfferings, ['name', 'description', 'state']);

export const createInstanceOfferingRepository = (
  database: Database,
  rows: RowCache,
): InstanceOfferingRepository => instanceStore.open(database, rows);

export const createDiskOfferingRepository = (
  database: Database,
  rows: RowCache,
): DiskOfferingRepository => diskStore.open(database, rows);
