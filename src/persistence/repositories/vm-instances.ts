import { and, asc, eq, getTableColumns, inArray, or, sql } from 'drizzle-orm';
import type { VmInstanceRepository } from '../../domain/vm-instance/vm-instance.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { vmCdRoms, vmInstances } from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import {
  defineRowStore,
  deleteWhere,
  insertInto,
  rowsWhere,
  updateOf,
} from '../table-statements.js';

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
  'allocatorStrategy',
  'imageUuid',
  'architecture',
  'virtio',
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
const listByHost = rowsWhere(vmInstances, eq(vmInstances.hostUuid, sql.placeholder('hostUuid')));
/** Sets these columns to nothing where they name it. */
const forget = (columns: readonly ('hostUuid' | 'lastHostUuid' | 'clusterUuid')[]) => {
  const named = (column: (typeof columns)[number]) => vmInstances[column];
  return new WriteStatement(() =>
    queries
      .update(vmInstances)
      .set(
        Object.fromEntries(
          columns.map((column) => [
            column,
            sql`nullif(${named(column)}, ${sql.placeholder('uuid')})`,
          ]),
        ),
      )
      .where(or(...columns.map((column) => eq(named(column), sql.placeholder('uuid'))))),
  );
};
const forgetHost = forget(['hostUuid', 'lastHostUuid']);
const forgetCluster = forget(['clusterUuid']);
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
const listCdRoms = new ReadStatement(getTableColumns(vmCdRoms), () =>
  queries
    .select()
    .from(vmCdRoms)
    .where(eq(vmCdRoms.vmInstanceUuid, sql.placeholder('vmUuid')))
    .orderBy(asc(vmCdRoms.deviceId)),
);
const listWithIso = rowsWhere(vmCdRoms, eq(vmCdRoms.isoUuid, sql.placeholder('isoUuid')));
const findCdRom = rowsWhere(vmCdRoms, eq(vmCdRoms.uuid, sql.placeholder('uuid')));
const updateCdRom = updateOf(vmCdRoms, vmCdRoms.uuid, ['name', 'description']);
const moveCdRom = updateOf(vmCdRoms, vmCdRoms.uuid, ['deviceId']);
const removeCdRom = deleteWhere(vmCdRoms, eq(vmCdRoms.uuid, sql.placeholder('uuid')));
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
    listByHost: (hostUuid) => listByHost.all(database, { hostUuid }),
    forgetHost(uuid) {
      rows.forgetAll();
      forgetHost.run(database, { uuid });
    },
    forgetCluster(uuid) {
      rows.forgetAll();
      forgetCluster.run(database, { uuid });
    },
    internalId: (uuid) => internalId.get(database, { uuid })?.rowid ?? 0,
    hasName: (name, except) => namesakes.all(database, { name, except }).length > 0,
    insertCdRom: (cdRom) => void insertCdRom.run(database, { ...cdRom }),
    listCdRoms: (vmUuid) => listCdRoms.all(database, { vmUuid }),
    listCdRomsWithIso: (isoUuid) => listWithIso.all(database, { isoUuid }),
    findCdRom: (uuid) => findCdRom.get(database, { uuid }),
    updateCdRom: ({ uuid }, { name, description }, now) =>
      void updateCdRom.run(database, { name, description, key: uuid, now }),
    moveCdRom: ({ uuid }, deviceId, now) =>
      void moveCdRom.run(database, { deviceId, key: uuid, now }),
    removeCdRom: (uuid) => void removeCdRom.run(database, { uuid }),
    putIso: (cdRom, { isoUuid, isoInstallPath }, now) =>
      void putIso.run(database, { isoUuid, isoInstallPath, key: cdRom.uuid, now }),
  };
}
