import { and, eq, isNull, sql } from 'drizzle-orm';
import type { EipRepository } from '../../domain/network/eip.js';
import type { VipRepository } from '../../domain/network/vip.js';
import type { Database } from '../database.js';
import { vipsInUse } from '../queries/vips-in-use.js';
import type { RowCache } from '../row-cache.js';
import { eips, vips } from '../schema/index.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const uuid = sql.placeholder('uuid');

const vipStore = defineRowStore(vips, ['name', 'description', 'state']);
const vipsOfL3 = rowsWhere(vips, eq(vips.l3NetworkUuid, uuid));
const vipsByIp = rowsWhere(
  vips,
  and(eq(vips.l3NetworkUuid, uuid), eq(vips.ip, sql.placeholder('ip'))),
);

export function createVipRepository(database: Database, rows: RowCache): VipRepository {
  return {
    ...vipStore.open(database, rows),
    listByL3: (of) => vipsOfL3.all(database, { uuid: of }),
    listByIp: (of, ip) => vipsByIp.all(database, { uuid: of, ip }),
    inUse: (list) => vipsInUse(database, list),
  };
}

const eipStore = defineRowStore(eips, ['name', 'description', 'state', 'vmNicUuid', 'guestIp']);
const eipOfVip = rowsWhere(eips, eq(eips.vipUuid, uuid));
const eipsOfNic = rowsWhere(eips, eq(eips.vmNicUuid, uuid));
const looseEips = rowsWhere(eips, isNull(eips.vmNicUuid));

export function createEipRepository(database: Database, rows: RowCache): EipRepository {
  return {
    ...eipStore.open(database, rows),
    findByVip: (of) => eipOfVip.get(database, { uuid: of }),
    listByNic: (of) => eipsOfNic.all(database, { uuid: of }),
    listLoose: () => looseEips.all(database, {}),
  };
}
