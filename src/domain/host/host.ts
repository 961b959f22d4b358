import type { ResourceRepository } from '../resource-repository.js';

/** A host: where VMs run and local volumes lie. Memory is bytes, dates are ms since 1970. */
export interface Host {
  readonly uuid: string;
  readonly zoneUuid: string;
  readonly clusterUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly managementIp: string;
  readonly hypervisorType: string;
  readonly state: HostState;
  readonly status: HostStatus;
  /** Threads of all its processors. */
  readonly cpuNum: number;
  readonly cpuSockets: number;
  readonly memorySize: number;
  readonly architecture: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const HOST_STATES = ['Enabled', 'Disabled', 'PreMaintenance', 'Maintenance'] as const;
export type HostState = (typeof HOST_STATES)[number];

export const HOST_STATUSES = ['Connecting', 'Connected', 'Disconnected'] as const;
export type HostStatus = (typeof HOST_STATUSES)[number];

/** What a host has of which nothing more is known: 32 threads on 2 sockets, 128 GiB. */
export const USUAL_HOST = { cpuNum: 32, cpuSockets: 2, memorySize: 128 * 2 ** 30 } as const;

export interface HostRepository extends ResourceRepository<
  Host,
  'name' | 'description' | 'state' | 'status'
> {
  /** In the order in which they were made. */
  listByCluster(clusterUuid: string): Host[];
}

/** How the real system logs in on hosts of kind KVM unless it is told otherwise. */
export const HOST_LOG_IN = { username: 'root', sshPort: 22 } as const;

/** A host with what the VMs on it take. */
export interface HostWithUse extends Host {
  readonly usedCpus: number;
  readonly usedMemory: number;
}

/** How many virtual CPUs the real system makes of each thread by default. */
export const CPU_OVERPROVISIONING = 10;

/** Virtual CPUs that VMs on a host can have together. */
export const cpuCapacityOf = ({ cpuNum }: Pick<Host, 'cpuNum'>): number =>
  cpuNum * CPU_OVERPROVISIONING;

/** What real hosts tell of their hardware where somebody watches it; nobody does here. */
export const HOST_NOT_WATCHED = [
  'ipmiAddress',
  'ipmiUsername',
  'ipmiPort',
  'ipmiPowerStatus',
  'cpuStatus',
  'memoryStatus',
  'diskStatus',
  'nicStatus',
  'gpuStatus',
  'powerSupplyStatus',
  'fanStatus',
  'raidStatus',
  'temperatureStatus',
] as const;
