import { apiError, refusalIn } from '../../core/api-error.js';
import { configFlag, configMilliseconds } from '../../domain/global-config.js';
import { HOST_LOG_IN, hostStatusMachine, type Host } from '../../domain/host/host.js';
import { vmStateMachine } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { scheduleChore, scheduleSlowChore, type Chore } from '../../jobs/chores/chore.js';
import type { Flow } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { hostOf } from '../resources/lookup.js';
import { followHosts } from '../storages/primary/connection.js';
import { checkHostState } from './host-answers.js';

const PING_LOST_HOST = 'ping-lost-host';
const CONNECT_HOST = 'connect-host';
/** Seconds that the real system tries to reach a host. */
const PATIENCE = 300;

type Event = 'connecting' | 'connected' | 'disconnected';

/**
 * Changes the status of a host, and what follows from it: VMs on a host that is lost are Unknown and run again when
 * it is found; storages that hosts mount are connected while one of them is.
 */
export function changeStatus(world: World, host: Host, event: Event, now: number): Host {
  const { hosts, vmInstances } = world.repositories;
  const status = hostStatusMachine.next(host.status, event);
  hosts.update(host, { status }, now);
  const change = { connecting: undefined, connected: 'found', disconnected: 'lost' } as const;
  const onGuests = change[event];
  if (onGuests) {
    for (const vm of vmInstances.listByHost(host.uuid)) {
      if (!vmStateMachine.accepts(vm.state, onGuests)) continue;
      vmInstances.update(vm, { state: vmStateMachine.next(vm.state, onGuests) }, now);
    }
    followHosts(world, host.clusterUuid, now);
  }
  return { ...host, status };
}

/** @throws SYS.1006 for a host that does not answer */
function reach({ hypervisorType, isReachable, managementIp, sshPort }: Host): void {
  if (isReachable) return;
  const port = sshPort ?? HOST_LOG_IN.sshPort;
  throw apiError(
    'SYS.1006',
    hypervisorType === 'KVM'
      ? `the host[${managementIp}] ssh port[${port}] not open after ${PATIENCE} seconds, connect timeout`
      : `unable to connect to the host[${managementIp}]`,
  );
}

/** Connects a host anew: Connecting, then Connected, or Disconnected when it does not answer. */
export const reconnectHostFlow: Flow<{ readonly uuid: string }> = {
  name: 'reconnect-host',
  firstStep: 'connect',
  isPlain: true,
  steps: {
    connect({ world, context, now, schedule }) {
      const host = hostOf(world, context.uuid);
      asFailure(() => checkHostState(host), 1);
      changeStatus(world, host, 'connecting', now);
      schedule('hear', null, momentOf(world, 'reconnect', [host.uuid]));
    },
    hear({ world, context, now, succeed }) {
      const host = hostOf(world, context.uuid);
      asFailure(() => reach(host), 2);
      changeStatus(world, host, 'connected', now);
      succeed({ uuid: host.uuid });
    },
  },
  rollback({ world, context, now }) {
    const host = world.repositories.hosts.find(context.uuid);
    // One that was refused at once was not touched.
    if (host?.status !== 'Connecting') return;
    changeStatus(world, host, 'disconnected', now);
  },
};

/** Each layer of the real system that a failure comes through says that it could not. */
function asFailure(work: () => void, layers: number): void {
  const refusal = refusalIn(work);
  if (!refusal) return;
  let outer = refusal;
  for (let i = 0; i < layers; i++) {
    outer = apiError('HOST.1002', refusal.errorCode.details, outer.errorCode);
  }
  throw outer;
}

/** Connects a host behind the call: it is Connecting meanwhile. */
export function connectLater(world: World, host: Host, now: number): void {
  const connecting = changeStatus(world, host, 'connecting', now);
  const delay = momentOf(world, 'reconnect', [host.uuid]);
  scheduleSlowChore(world, CONNECT_HOST, connecting.uuid, delay, now);
}

export const connectHost: Chore = {
  name: CONNECT_HOST,
  run(world, uuid, now) {
    const host = world.repositories.hosts.find(uuid);
    if (host?.status !== 'Connecting') return;
    changeStatus(world, host, host.isReachable ? 'connected' : 'disconnected', now);
  },
};

/**
 * Lets a host fall silent or answer again. A silent one is Disconnected at once; one that answers again is found by
 * the next ping (`host/ping.interval`), unless that is switched off.
 */
export function setHostReachable(
  world: World,
  host: Host,
  isReachable: boolean,
  now: number,
): void {
  world.repositories.hosts.update(host, { isReachable }, now);
  const changed = { ...host, isReachable };
  if (!isReachable) changeStatus(world, changed, 'disconnected', now);
  else if (host.status === 'Disconnected') schedulePing(world, host.uuid, now);
}

function schedulePing(world: World, uuid: string, now: number): void {
  const { globalConfig, tasks } = world.repositories;
  tasks.removeChores(PING_LOST_HOST, uuid);
  scheduleChore(
    world,
    PING_LOST_HOST,
    uuid,
    now + configMilliseconds(globalConfig, 'hostPingInterval'),
  );
}

/** Reconnects a host that answers again (`host/connection.autoReconnectOnError`). */
export const pingLostHost: Chore = {
  name: PING_LOST_HOST,
  run(world, uuid, now) {
    const { hosts, globalConfig } = world.repositories;
    const host = hosts.find(uuid);
    if (!host?.isReachable || host.status !== 'Disconnected') return;
    // Nobody pings a host in maintenance.
    if (host.state === 'PreMaintenance' || host.state === 'Maintenance') return;
    if (!configFlag(globalConfig, 'hostConnectionAutoReconnectOnError')) {
      schedulePing(world, uuid, now);
      return;
    }
    changeStatus(world, changeStatus(world, host, 'connecting', now), 'connected', now);
  },
};
