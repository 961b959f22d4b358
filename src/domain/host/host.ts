import { StateMachine } from '../../core/state-machine.js';
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
  /** How hosts of kind KVM are logged in on; the password is kept nowhere. Null: as usual. */
  readonly username: string | null;
  readonly sshPort: number | null;
  /** Whether it answers when it is connected. */
  readonly isReachable: boolean;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const HOST_STATES = ['Enabled', 'Disabled', 'PreMaintenance', 'Maintenance'] as const;
export type HostState = (typeof HOST_STATES)[number];

export const HOST_STATUSES = ['Connecting', 'Connected', 'Disconnected'] as const;
export type HostStatus = (typeof HOST_STATUSES)[number];

export type HostStateEvent = 'enable' | 'disable' | 'preMaintain' | 'maintain';

const SWITCHED = { enable: 'Enabled', disable: 'Disabled' } as const;

/** A host goes into maintenance by way of PreMaintenance, while its VMs leave it. */
export const hostStateMachine = new StateMachine<HostState, HostStateEvent>('host state', {
  Enabled: { ...SWITCHED, preMaintain: 'PreMaintenance' },
  Disabled: { ...SWITCHED, preMaintain: 'PreMaintenance' },
  PreMaintenance: { ...SWITCHED, maintain: 'Maintenance', preMaintain: 'PreMaintenance' },
  Maintenance: SWITCHED,
});

const ANY_STATUS = {
  connecting: 'Connecting',
  connected: 'Connected',
  disconnected: 'Disconnected',
} as const;

export const hostStatusMachine = new StateMachine<HostStatus, keyof typeof ANY_STATUS>(
  'host status',
  { Connecting: ANY_STATUS, Connected: ANY_STATUS, Disconnected: ANY_STATUS },
);

/** What a host has of which nothing more is known: 32 threads on 2 sockets, 128 GiB. */
export const USUAL_HOST = { cpuNum: 32, cpuSockets: 2, memorySize: 128 * 2 ** 30 } as const;

export interface HostRepository extends ResourceRepository<
  Host,
  | 'name'
  | 'description'
  | 'managementIp'
  | 'state'
  | 'status'
  | 'username'
  | 'sshPort'
  | 'isReachable'
> {
  /** In the order in which they were made. */
  listByCluster(clusterUuid: string): Host[];
  /** The host that is managed at this address, whatever its kind. */
  findByAddress(managementIp: string): Host | undefined;
  /** The hosts, each with what its VMs take of it. */
  withUse(hosts: readonly Host[]): HostWithUse[];
}

/** How the real system logs in on hosts of kind KVM unless it is told otherwise. */
export const HOST_LOG_IN = { username: 'root', sshPort: 22 } as const;

/** What VMs on a host take of it. Memory is bytes. */
export interface HostUse {
  readonly guests: number;
  readonly cpus: number;
  readonly memory: number;
}

/** A host with what the VMs on it take, and how many virtual CPUs are made of each of its threads. */
export interface HostWithUse extends Host {
  readonly used: HostUse;
  readonly cpuRatio: number;
}

/** The entry that says how many virtual CPUs are made of each thread of a host, with its default. */
export const CPU_RATIO = { category: 'host', name: 'cpu.overProvisioning.ratio' } as const;
export const USUAL_CPU_RATIO = 10;

/** Virtual CPUs that VMs on a host can have together. */
export const cpuCapacityOf = ({ cpuNum, cpuRatio }: Pick<HostWithUse, 'cpuNum' | 'cpuRatio'>) =>
  cpuNum * cpuRatio;

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
