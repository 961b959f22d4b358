import type { Statement } from 'better-sqlite3';
import type { Host, HostWithUse } from '../../domain/host/host.js';
import type { Database } from '../database.js';
import { cpuRatioOf, takenOf } from './host-fields.js';
import { guard } from './query-clock.js';

interface Use {
  readonly uuid: string;
  readonly guests: number;
  readonly cpus: number;
  readonly memory: number;
  readonly ratio: number;
}

const IN_TIME = guard('v.rowid');
const TEXT = `select h."uuid", (select count(*) from "vm_instances" v where v."host_uuid" = h."uuid" and ${IN_TIME}) as guests, ${takenOf('h', 'cpu_num', IN_TIME)} as cpus, ${takenOf('h', 'memory_size', IN_TIME)} as memory, ${cpuRatioOf('h')} as ratio
  from "hosts" h where h."uuid" in (select value from json_each(?))`;

const prepared = new WeakMap<Database, Statement<[string], Use>>();

/** The hosts, each with what its VMs take of it, and how many virtual CPUs are made of each of its threads. */
export function hostsWithUse(database: Database, hosts: readonly Host[]): HostWithUse[] {
  if (hosts.length === 0) return [];
  const statement = prepared.get(database) ?? database.prepare<[string], Use>(TEXT);
  prepared.set(database, statement);
  const uses = statement.all(JSON.stringify(hosts.map(({ uuid }) => uuid)));
  const byUuid = new Map(uses.map((use) => [use.uuid, use]));
  return hosts.flatMap((host) => {
    const use = byUuid.get(host.uuid);
    if (!use) return [];
    const { guests, cpus, memory, ratio } = use;
    return [{ ...host, used: { guests, cpus, memory }, cpuRatio: ratio }];
  });
}
