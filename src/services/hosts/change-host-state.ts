import {
  ApiError,
  apiError,
  refusalIn,
  toErrorCode,
  type ErrorCode,
} from '../../core/api-error.js';
import { configFlag, configText } from '../../domain/global-config.js';
import { hostStateMachine, type Host, type HostState } from '../../domain/host/host.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import type { Flow } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { hostOf } from '../resources/lookup.js';
import { rootStorageOf } from '../vm-instances/iso.js';
import { checkMigration, hostToMigrateTo, moveTo } from '../vm-instances/migrate-vm.js';
import { stopAtOnce } from '../vm-instances/stop-at-once.js';
import { stateRefusal } from '../vm-instances/vm-states.js';
import { connectLater } from './host-status.js';

export const HOST_STATE_EVENTS = ['enable', 'disable', 'maintain'] as const;
export type HostCall = (typeof HOST_STATE_EVENTS)[number];

/**
 * A host that is not Connected cannot be brought into maintenance.
 * @throws SYS.1006
 */
export function checkMaintain({ uuid, status }: Host, event: HostCall): void {
  if (event !== 'maintain' || status === 'Connected') return;
  throw apiError(
    'SYS.1006',
    `can not maintain host[uuid:${uuid}, status:${status}]which is not Connected`,
  );
}

/**
 * Enables or disables a host. One that comes out of maintenance is connected behind the call.
 */
export function switchHost(
  world: World,
  host: Host,
  event: 'enable' | 'disable',
  now: number,
): void {
  const state = hostStateMachine.next(host.state, event);
  world.repositories.hosts.update(host, { state }, now);
  const wasOut = host.state === 'Maintenance' || host.state === 'PreMaintenance';
  if (wasOut) connectLater(world, { ...host, state }, now);
}

interface MaintenanceContext {
  readonly uuid: string;
  readonly event: HostCall;
  /** What it comes back to when its VMs cannot leave it. */
  origin?: HostState;
}

/** What a host does that goes into maintenance: its VMs leave it meanwhile. Other changes are done at once. */
export const changeHostStateFlow: Flow<MaintenanceContext> = {
  name: 'change-host-state',
  firstStep: 'change',
  isPlain: true,
  steps: {
    change({ world, context, now, schedule, succeed }) {
      const host = hostOf(world, context.uuid);
      if (context.event !== 'maintain') {
        switchHost(world, host, context.event, now);
        succeed({ uuid: host.uuid });
        return;
      }
      if (!hostStateMachine.accepts(host.state, 'preMaintain')) throw noWay(host.state);
      context.origin = host.state;
      const state = hostStateMachine.next(host.state, 'preMaintain');
      world.repositories.hosts.update(host, { state }, now);
      schedule('leave', null, momentOf(world, 'vm', [host.uuid]));
    },
    leave({ world, context, now, succeed }) {
      const host = hostOf(world, context.uuid);
      try {
        leaveHost(world, host, now);
      } catch (error) {
        const cause = toErrorCode(error);
        throw apiError('HOST.1001', cause.details, cause);
      }
      // Somebody may have enabled it meanwhile.
      if (hostStateMachine.accepts(host.state, 'maintain')) {
        const state = hostStateMachine.next(host.state, 'maintain');
        world.repositories.hosts.update(host, { state }, now);
      }
      succeed({ uuid: host.uuid });
    },
  },
  rollback({ world, context, now }) {
    const host = world.repositories.hosts.find(context.uuid);
    if (!host || context.origin === undefined || host.state !== 'PreMaintenance') return;
    world.repositories.hosts.update(host, { state: context.origin }, now);
  },
};

const noWay = (state: HostState) =>
  apiError(
    'SYS.1000',
    `cannot find next state for current state[${state}] on transaction event[preMaintain]`,
  );

/**
 * Takes the VMs from a host of kind KVM: each goes to another host; those with their root volume on local storage,
 * and those that find none, are stopped (`host/host.maintenance.policy`).
 * @throws SYS.1006 when one can neither go nor be stopped
 */
function leaveHost(world: World, host: Host, now: number): void {
  if (host.hypervisorType !== 'KVM') return;
  const { globalConfig, vmInstances } = world.repositories;
  const guests = vmInstances.listByHost(host.uuid).filter(({ state }) => state !== 'Unknown');
  const stays = (vm: VmInstance) => rootStorageOf(world, vm.uuid)?.type === 'LocalStorage';
  const stuck = guests.filter((vm) => !stays(vm) && !migrate(world, vm, now));
  const named = `on host[uuid:${host.uuid}, name:${host.name}, ip:${host.managementIp}]`;
  const uuids = (vms: readonly VmInstance[]) => vms.map(({ uuid }) => uuid).join(', ');
  if (stuck.length > 0 && configText(globalConfig, 'hostMaintenancePolicy') === 'JustMigrate') {
    throw apiError(
      'SYS.1006',
      `failed to migrate vm[uuids:[${uuids(stuck)}]] ${named}, will try stopping it.`,
    );
  }
  const toStop = [...guests.filter(stays), ...stuck];
  const going = toStop.filter((vm) => !stopAtOnce(world, vm, now));
  if (going.length === 0 || configFlag(globalConfig, 'hostMaintenanceModeIgnoreError')) return;
  const causes: ErrorCode[] = going.flatMap((vm) => stateRefusal(vm, 'APIStopVmInstanceMsg') ?? []);
  const { errorCode } = apiError('SYS.1006', `failed to stop vm[uuids:[${uuids(going)}]] ${named}`);
  throw new ApiError({ ...errorCode, causes });
}

/** Whether a VM could be moved to another host. */
function migrate(world: World, vm: VmInstance, now: number): boolean {
  const refusal = refusalIn(() => {
    checkMigration(world, vm);
    moveTo(world, vm, hostToMigrateTo(world, vm, null), now);
  });
  return refusal === undefined;
}
