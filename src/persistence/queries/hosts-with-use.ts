import type { Statement } from 'better-sqlite3';
import type { Host, HostWithUse } from '../../domain/host/host.js';
import type { Database } from '../database.js';
import { cpuRatioOf } from './host-fields.js';
import { guard } from './query-clock.js';

interface Use {
  readonly uuid: string;
  readonly guests: number;
  readonly cpus: number;
  readonly memory: number;
  readonly ratio: number;
}

// The index of VMs by their hosts has all that is summed, so that no row of a VM is read.
const TEXT = `with "uses" as materialized (
    select v."host_uuid", count(*) as guests, sum(v."cpu_num") as cpus, sum(v."memory_size") as memory
    from "vm_instances" v where v."host_uuid" in (select value from json_each($uuids)) and ${guard('v.rowid')}
    group by v."host_uuid")
  select h."uuid", coalesce(u.guests, 0) as guests, coalesce(u.cpus, 0) as cpus, coalesce(u.memory, 0) as memory, ${cpuRatioOf('h')} as ratio
  from json_each($uuids) wanted join "hosts" h on h."uuid" = wanted.value
  left join "uses" u on u."host_uuid" = h."uuid"`;

const prepared = new WeakMap<Database, Statement<[{ uuids: string }], Use>>();

/** The hosts, each with what its VMs take of it, and how many virtual CPUs are made of each of its threads. */
export function hostsWithUse(database: Database, hosts: readonly Host[]): HostWithUse[] {
  if (hosts.length === 0) return [];
  const statement = prepared.get(database) ?? database.prepare<[{ uuids: string }], Use>(TEXT);
  prepared.set(database, statement);
  const uses = statement.all({ uuids: JSON.stringify(hosts.map(({ uuid }) => uuid)) });
  const byUuid = new Map(uses.map((use) => [use.uuid, use]));
  return hosts.flatMap((host) => {
    const use = byUuid.get(host.uuid);
    if (!use) return [];
    const { guests, cpus, memory, ratio } = use;
    return [{ ...host, used: { guests, cpus, memory }, cpuRatio: ratio }];
  });
}
