import { eq, inArray, sql } from 'drizzle-orm';
import type { VmInstanceRepository } from '../../domain/vm-instance/vm-instance.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { vmCdRoms, vmInstances } from '../schema/index.js';
import { defineRowStore, insertInto, rowsWhere, updateOf } from '../table-statements.js';

const store = defineRowStore(vmInstances, [
  'name',
  'description',
  'state',
  'hostUuid',
  'lastHostUuid',
  'platform',
  'guestOsType',
  'cpuNum',
  'memorySize',
]);
const listByZone = rowsWhere(vmInstances, eq(vmInstances.zoneUuid, sql.placeholder('zoneUuid')));
const listByStates = rowsWhere(
  vmInstances,
  inArray(vmInstances.state, sql`(select value from json_each(${sql.placeholder('states')}))`),
);
const insertCdRom = insertInto(vmCdRoms);
const listCdRoms = rowsWhere(vmCdRoms, eq(vmCdRoms.vmInstanceUuid, sql.placeholder('vmUuid')));
const listWithIso = rowsWhere(vmCdRoms, eq(vmCdRoms.isoUuid, sql.placeholder('isoUuid')));
const putIso = updateOf(vmCdRoms, vmCdRoms.uuid, ['isoUuid', 'isoInstallPath']);

export function createVmInstanceRepository(
  database: Database,
  rows: RowCache,
): VmInstanceRepository {
  return {
    ...store.open(database, rows),
    listByZone: (zoneUuid) => listByZone.all(database, { zoneUuid }),
    listByStates: (states) => listByStates.all(database, { states: JSON.stringify(states) }),
    insertCdRom: (cdRom) => void insertCdRom.run(database, { ...cdRom }),
    listCdRoms: (vmUuid) => listCdRoms.all(database, { vmUuid }),
    listCdRomsWithIso: (isoUuid) => listWithIso.all(database, { isoUuid }),
    putIso: (cdRom, iso, now) =>
      void putIso.run(database, { ...cdRom, ...iso, key: cdRom.uuid, now }),
  };
}
