import { and, eq, lte, sql } from 'drizzle-orm';
import type { VolumeRepository } from '../../domain/volume/volume.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { volumes } from '../schema/index.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const store = defineRowStore(volumes, [
  'name',
  'description',
  'state',
  'status',
  'size',
  'actualSize',
  'layerSize',
  'contentId',
  'format',
  'primaryStorageUuid',
  'vmInstanceUuid',
  'installPath',
  'diskOfferingUuid',
  'deviceId',
  'lastDetachDate',
  'lastVmInstanceUuid',
  'lastAttachDate',
  'volumeQos',
  'type',
  'rootImageUuid',
]);
const listByVm = rowsWhere(volumes, eq(volumes.vmInstanceUuid, sql.placeholder('vmUuid')));
const onStorage = eq(volumes.primaryStorageUuid, sql.placeholder('storageUuid'));
const listByPrimaryStorage = rowsWhere(volumes, onStorage);
const listByOffering = rowsWhere(
  volumes,
  eq(volumes.diskOfferingUuid, sql.placeholder('offeringUuid')),
);
const listDeleted = rowsWhere(
  volumes,
  and(
    sql`${volumes.status} = 'Deleted'`,
    sql`${volumes.type} = 'Data'`,
    lte(volumes.lastOpDate, sql.placeholder('date')),
  ),
);
const usesImage = rowsWhere(
  volumes,
  and(eq(volumes.rootImageUuid, sql.placeholder('imageUuid')), onStorage),
);
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

export function createVolumeRepository(database: Database, rows: RowCache): VolumeRepository {
  return {
    ...store.open(database, rows),
    listByVm: (vmUuid) => listByVm.all(database, { vmUuid }),
    listByOffering: (offeringUuid) => listByOffering.all(database, { offeringUuid }),
    listByPrimaryStorage: (storageUuid) => listByPrimaryStorage.all(database, { storageUuid }),
    listDeletedBefore: (date) => listDeleted.all(database, { date }),
    hasDeleted: () => listDeleted.get(database, { date: END_OF_TIME }) !== undefined,
    usesImageOn: (imageUuid, storageUuid) =>
      usesImage.get(database, { imageUuid, storageUuid }) !== undefined,
  };
}
