import { and, count, eq, sql, sum, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { QuotaRepository, QuotaUse } from '../../domain/account/account.js';
import type { Database } from '../database.js';
import {
  accountResourceRefs,
  eips,
  images,
  l3Networks,
  quotas,
  securityGroups,
  sshKeyPairs,
  vips,
  vmInstances,
  volumes,
  volumeSnapshots,
} from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const quotaStore = defineRowStore(quotas, ['value']);
const ofIdentity = eq(quotas.identityUuid, sql.placeholder('identityUuid'));
const findQuota = rowsWhere(quotas, and(ofIdentity, eq(quotas.name, sql.placeholder('name'))));
const listQuotas = rowsWhere(quotas, ofIdentity);

const number = sql<number>`${count()}`;

/** What of a quota an account uses: a number or a sum over what it owns of one type. */
function used(
  table: SQLiteTable & { readonly uuid: Column },
  resourceType: string,
  what: SQL<number>,
  only?: SQL,
) {
  const columns = { used: what.as('used') };
  return new ReadStatement(columns, () =>
    queries
      .select(columns)
      .from(accountResourceRefs)
      .innerJoin(table as SQLiteTable, eq(table.uuid, accountResourceRefs.resourceUuid))
      .where(
        and(
          eq(accountResourceRefs.accountUuid, sql.placeholder('accountUuid')),
          sql`${accountResourceRefs.resourceType} = ${sql.raw(`'${resourceType}'`)}`,
          only,
        ),
      ),
  );
}

/** VMs that take processors and memory of a host. One that starts has found its host here, which the real system looks at. */
const isOn = sql`${vmInstances.state} not in ('Stopped', 'Destroying', 'Destroyed', 'Created')`;

const USED = {
  'image.num': used(images, 'ImageVO', number),
  'image.size': used(images, 'ImageVO', sql<number>`coalesce(${sum(images.actualSize)}, 0)`),
  // Deleted data volumes do not count, the bytes of all volumes do.
  'volume.data.num': used(
    volumes,
    'VolumeVO',
    number,
    and(sql`${volumes.type} = 'Data'`, sql`${volumes.status} <> 'Deleted'`),
  ),
  'volume.capacity': used(volumes, 'VolumeVO', sql<number>`coalesce(${sum(volumes.size)}, 0)`),
  'snapshot.volume.num': used(volumeSnapshots, 'VolumeSnapshotVO', number),
  // One that was only created takes nothing yet.
  'vm.totalNum': used(
    vmInstances,
    'VmInstanceVO',
    number,
    and(sql`${vmInstances.state} <> 'Destroyed'`, sql`${vmInstances.creation} is null`),
  ),
  'vm.num': used(vmInstances, 'VmInstanceVO', number, isOn),
  'vm.cpuNum': used(
    vmInstances,
    'VmInstanceVO',
    sql<number>`coalesce(${sum(vmInstances.cpuNum)}, 0)`,
    isOn,
  ),
  'vm.memorySize': used(
    vmInstances,
    'VmInstanceVO',
    sql<number>`coalesce(${sum(vmInstances.memorySize)}, 0)`,
    isOn,
  ),
  'l3.num': used(l3Networks, 'L3NetworkVO', number),
  'securityGroup.num': used(securityGroups, 'SecurityGroupVO', number),
  'ssh_key_pair.num': used(sshKeyPairs, 'SshKeyPairVO', number),
  'vip.num': used(vips, 'VipVO', number),
  'eip.num': used(eips, 'EipVO', number),
} as const satisfies Record<QuotaUse, unknown>;

export function createQuotaRepository(database: Database): QuotaRepository {
  const store = quotaStore.open(database);
  return {
    insert: (quota) => store.insert(quota),
    find: (identityUuid, name) => findQuota.get(database, { identityUuid, name }),
    list: (identityUuid) => listQuotas.all(database, { identityUuid }),
    save: (quota, value, now) => store.update(quota, { value }, now),
    used: (accountUuid, name) => USED[name].get(database, { accountUuid })?.used ?? 0,
  };
}
