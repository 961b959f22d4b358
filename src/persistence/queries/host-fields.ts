import {
  CPU_RATIO,
  HOST_LOG_IN,
  HOST_NOT_WATCHED,
  USUAL_CPU_RATIO,
} from '../../domain/host/host.js';
import type { EntityField, More } from './entity.js';

/** What VMs on a host take of it: a sum over those whose host it is. */
export const takenOf = (
  alias: string,
  column: 'cpu_num' | 'memory_size',
  condition = '1',
): string =>
  `coalesce((select sum(v."${column}") from "vm_instances" v where v."host_uuid" = ${alias}."uuid" and ${condition}), 0)`;

const IS_RATIO = `"category" = '${CPU_RATIO.category}' and "name" = '${CPU_RATIO.name}'`;

/** Virtual CPUs that are made of each thread: as is said of the host, its cluster or its zone, or of all. */
export const cpuRatioOf = (alias: string): string => {
  const own = (column: string) =>
    `(select cast(r."value" as integer) from "resource_configs" r where r."resource_uuid" = ${alias}."${column}" and ${IS_RATIO})`;
  const global = `(select cast(g."value" as integer) from "global_config" g where ${IS_RATIO})`;
  return `coalesce(${own('uuid')}, ${own('cluster_uuid')}, ${own('zone_uuid')}, ${global}, ${USUAL_CPU_RATIO})`;
};

const totalCpus = (alias: string) => `(${alias}."cpu_num" * ${cpuRatioOf(alias)})`;

/** Fields of hosts that nothing here has a value for. */
const NOT_WATCHED = Object.fromEntries(
  HOST_NOT_WATCHED.map((name): [string, EntityField] => [
    name,
    { column: () => 'null', kind: name === 'ipmiPort' ? 'number' : 'text' },
  ]),
);

/** What can be named of a host of any kind. */
export const HOST = {
  hidden: ['memorySize', 'username', 'sshPort', 'isReachable'],
  relations: {
    zone: ['zone', 'zone_uuid', 'uuid'],
    cluster: ['cluster', 'cluster_uuid', 'uuid'],
    vmInstance: ['vmInstance', 'uuid', 'host_uuid'],
  },
  fields: {
    totalCpuCapacity: { column: totalCpus, kind: 'number' },
    availableCpuCapacity: {
      column: (alias) => `(${totalCpus(alias)} - ${takenOf(alias, 'cpu_num')})`,
      kind: 'number',
    },
    totalMemoryCapacity: { column: 'memory_size', kind: 'number' },
    availableMemoryCapacity: {
      column: (alias) => `(${alias}."memory_size" - ${takenOf(alias, 'memory_size')})`,
      kind: 'number',
    },
    ...NOT_WATCHED,
  },
} satisfies More;

/** The same of one of kind KVM. */
export const KVM_HOST = {
  ...HOST,
  only: (alias) => `${alias}."hypervisor_type" = 'KVM'`,
  fields: {
    ...HOST.fields,
    username: {
      column: (alias) => `coalesce(${alias}."username", '${HOST_LOG_IN.username}')`,
      kind: 'text',
    },
    sshPort: {
      column: (alias) => `coalesce(${alias}."ssh_port", ${HOST_LOG_IN.sshPort})`,
      kind: 'number',
    },
    osDistribution: { column: () => 'null', kind: 'text' },
    osRelease: { column: () => 'null', kind: 'text' },
    osVersion: { column: () => 'null', kind: 'text' },
  },
} satisfies More;
