import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { VmNicRepository } from '../../domain/network/vm-nic.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { vmNics } from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const store = defineRowStore(vmNics, [
  'vmInstanceUuid',
  'l3NetworkUuid',
  'usedIpUuid',
  'ip',
  'netmask',
  'gateway',
  'ipVersion',
  'driverType',
  'internalName',
  'deviceId',
  'state',
  'hypervisorType',
]);
const ofVm = new ReadStatement(getTableColumns(vmNics), () =>
  queries
    .select()
    .from(vmNics)
    .where(eq(vmNics.vmInstanceUuid, sql.placeholder('uuid')))
    .orderBy(asc(vmNics.deviceId)),
);
const ofL3 = rowsWhere(vmNics, eq(vmNics.l3NetworkUuid, sql.placeholder('uuid')));
const withMac = rowsWhere(
  vmNics,
  and(
    eq(vmNics.mac, sql.placeholder('mac')),
    eq(vmNics.hypervisorType, sql.placeholder('hypervisorType')),
    sql`${vmNics.state} <> 'disable'`,
  ),
);

const severalOnOne = new ReadStatement(
  { vmInstanceUuid: vmNics.vmInstanceUuid, l3NetworkUuid: vmNics.l3NetworkUuid },
  () =>
    queries
      .select({ vmInstanceUuid: vmNics.vmInstanceUuid, l3NetworkUuid: vmNics.l3NetworkUuid })
      .from(vmNics)
      .groupBy(vmNics.vmInstanceUuid, vmNics.l3NetworkUuid)
      .having(sql`count(*) > 1`)
      .orderBy(asc(vmNics.vmInstanceUuid), asc(vmNics.l3NetworkUuid))
      .limit(1),
);

export function createVmNicRepository(database: Database, rows: RowCache): VmNicRepository {
  return {
    ...store.open(database, rows),
    listByVm: (uuid) => ofVm.all(database, { uuid }),
    listByL3: (uuid) => ofL3.all(database, { uuid }),
    findSeveralOnOneNetwork: () => severalOnOne.all(database, {})[0],
    hasMac: (hypervisorType, mac) => withMac.all(database, { hypervisorType, mac }).length > 0,
  };
}
