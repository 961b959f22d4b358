import { and, eq, inArray, sql } from 'drizzle-orm';
import type { VmInstanceRepository } from '../../domain/vm-instance/vm-instance.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { vmCdRoms, vmInstances } from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { defineRowStore, insertInto, rowsWhere, updateOf } from '../table-statements.js';

const store = defineRowStore(vmInstances, [
  'name',
  'description',
  'state',
  'hostUuid',
  'lastHostUuid',
  'zoneUuid',
  'clusterUuid',
  'creation',
  'defaultL3NetworkUuid',
  'reservedMemorySize',
  'platform',
  'guestOsType',
  'cpuNum',
  'memorySize',
  'instanceOfferingUuid',
]);
const listByZone = rowsWhere(vmInstances, eq(vmInstances.zoneUuid, sql.placeholder('zoneUuid')));
const listByOffering = rowsWhere(
  vmInstances,
  eq(vmInstances.instanceOfferingUuid, sql.placeholder('offeringUuid')),
);
const listByStates = rowsWhere(
  vmInstances,
  inArray(vmInstances.state, sql`(select value from json_each(${sql.placeholder('states')}))`),
);
const namesakes = rowsWhere(
  vmInstances,
  and(
    eq(vmInstances.name, sql.placeholder('name')),
    sql`${vmInstances.uuid} is not ${sql.placeholder('except')}`,
  ),
);
const numberOf = { rowid: sql<number>`rowid`.as('rowid') };
const internalId = new ReadStatement(numberOf, () =>
  queries
    .select(numberOf)
    .from(vmInstances)
    .where(eq(vmInstances.uuid, sql.placeholder('uuid'))),
);
const insertCdRom = insertInto(vmCdRoms);
const listCdRoms = rowsWhere(vmCdRoms, eq(vmCdRoms.vmInstanceUuid, sql.placeholder('vmUuid')));
const listWithIso = rowsWhere(vmCdRoms, eq(vmCdRoms.isoUuid, sql.placeholder('isoUuid')));
const findCdRom = rowsWhere(vmCdRoms, eq(vmCdRoms.uuid, sql.placeholder('uuid')));
const putIso = updateOf(vmCdRoms, vmCdRoms.uuid, ['isoUuid', 'isoInstallPath']);

export function createVmInstanceRepository(
  database: Database,
  rows: RowCache,
): VmInstanceRepository {
  return {
    ...store.open(database, rows),
    listByZone: (zoneUuid) => listByZone.all(database, { zoneUuid }),
    listByOffering: (offeringUuid) => listByOffering.all(database, { offeringUuid }),
    listByStates: (states) => listByStates.all(database, { states: JSON.stringify(states) }),
    internalId: (uuid) => internalId.get(database, { uuid })?.rowid ?? 0,
    hasName: (name, except) => namesakes.all(database, { name, except }).length > 0,
    insertCdRom: (cdRom) => void insertCdRom.run(database, { ...cdRom }),
    listCdRoms: (vmUuid) => listCdRoms.all(database, { vmUuid }),
    listCdRomsWithIso: (isoUuid) => listWithIso.all(database, { isoUuid }),
    findCdRom: (uuid) => findCdRom.get(database, { uuid }),
    putIso: (cdRom, { isoUuid, isoInstallPath }, now) =>
      void putIso.run(database, { isoUuid, isoInstallPath, key: cdRom.uuid, now }),
  };
}
